//! The real programs, built once in a test run if they are not up to date.

use std::{
    fs::File,
    io::{Read, Seek, Write},
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::OnceLock,
};

use crate::cluster::workspace;

/// The worker and management program.
pub fn clerk_worker() -> PathBuf {
    folder().join("clerk-worker")
}

/// The web server.
pub fn clerk_web() -> PathBuf {
    folder().join("clerk-web")
}

/// A command with nothing in its environment but what is given.
pub fn command(program: &Path, variables: Vec<(String, String)>) -> Command {
    let mut command = Command::new(program);
    command.env_clear().envs(variables).current_dir(std::env::temp_dir());
    command
}

/// What a finished program wrote to its standard output and error.
pub fn text(output: &Output) -> String {
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.push_str(&String::from_utf8_lossy(&output.stderr));
    text
}

fn folder() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        // This runs as target/<profile>/deps/it-<hash>.
        let this = std::env::current_exe().unwrap();
        let folder = this.ancestors().nth(2).unwrap().to_path_buf();
        once_a_run(&folder, || build(&folder));
        folder
    })
}

fn build(folder: &Path) {
    let profile = match folder.file_name().unwrap().to_str().unwrap() {
        "debug" => "dev",
        other => other,
    };
    let status = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--bins", "--profile", profile])
        .args(["-p", "clerk-web", "-p", "clerk-worker"])
        .arg("--target-dir")
        .arg(folder.parent().unwrap())
        .current_dir(workspace())
        .status()
        .unwrap();
    assert!(status.success(), "the programs could not be built");
}

/// Under nextest each test is a process of its own. The first one of a run does the work and leaves
/// the run's name behind; the others wait for it and see that it is done.
fn once_a_run(folder: &Path, work: impl FnOnce()) {
    #[expect(clippy::disallowed_methods, reason = "set by nextest, not a setting of Clerk")]
    let Ok(run) = std::env::var("NEXTEST_RUN_ID") else { return work() };
    let path = folder.join("clerk-programs-built-by");
    let mut mark =
        File::options().create(true).read(true).write(true).truncate(false).open(path).unwrap();
    mark.lock().unwrap();
    let mut last = String::new();
    mark.read_to_string(&mut last).unwrap();
    if last != run {
        work();
        mark.rewind().unwrap();
        mark.set_len(0).unwrap();
        mark.write_all(run.as_bytes()).unwrap();
    }
}
