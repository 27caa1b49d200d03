//! The real programs, built once in a test run if they are not up to date.

use std::{
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
        let profile = match folder.file_name().unwrap().to_str().unwrap() {
            "debug" => "dev",
            other => other,
        };
        // Naming this crate as well gives the dependencies the same features as in the test build,
        // so that nothing is compiled twice.
        let status = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--bins", "--profile", profile])
            .args(["-p", "clerk-web", "-p", "clerk-worker", "-p", "clerk-tests"])
            .arg("--target-dir")
            .arg(folder.parent().unwrap())
            .current_dir(workspace())
            // Set for the test binaries' own timing; it would make cargo build things again.
            .env_remove("RUSTC_BOOTSTRAP")
            .status()
            .unwrap();
        assert!(status.success(), "the programs could not be built");
        folder
    })
}
