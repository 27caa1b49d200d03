//! The workflows of GitHub: what they may do, and that their steps are shell.

use std::{
    fs,
    io::Write,
    process::{Command, Stdio},
};

use clerk_tests::cluster::workspace;
use serde_json::Value;

fn workflows() -> Vec<(String, Value)> {
    let folder = workspace().join(".github/workflows");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let read = |path: std::path::PathBuf| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (name, yaml_serde::from_str(&fs::read_to_string(path).unwrap()).unwrap())
    };
    let found: Vec<_> = files.map(read).collect();
    assert!(found.len() >= 4);
    found
}

fn steps(workflow: &Value) -> Vec<&Value> {
    let jobs = workflow["jobs"].as_object().unwrap().values();
    jobs.flat_map(|job| job["steps"].as_array().unwrap()).collect()
}

#[test]
fn they_may_do_little_and_end_at_some_time() {
    for (name, workflow) in workflows() {
        assert_eq!(workflow["permissions"], serde_json::json!({ "contents": "read" }), "{name}");
        assert!(workflow["concurrency"]["group"].is_string(), "{name}");
        for (name_of_job, job) in workflow["jobs"].as_object().unwrap() {
            assert!(job["timeout-minutes"].is_number(), "{name}: {name_of_job}");
        }
        for action in steps(&workflow).iter().filter_map(|step| step["uses"].as_str()) {
            let version = action.split_once("@v").unwrap_or_else(|| panic!("{name}: {action}")).1;
            assert_eq!(version.split('.').count(), 3, "{name}: {action}: a full version");
        }
    }
}

#[test]
fn nobody_breaks_off_a_deployment_and_only_two_branches_have_one() {
    let (_, deploy) = workflows().into_iter().find(|(name, _)| name == "deploy.yml").unwrap();
    assert_eq!(deploy["concurrency"]["cancel-in-progress"], false);
    let condition = deploy["jobs"]["deploy"]["if"].as_str().unwrap();
    assert!(condition.contains("refs/heads/master") && condition.contains("refs/heads/develop"));
    assert_eq!(deploy["on"].as_object().unwrap().keys().collect::<Vec<_>>(), ["workflow_dispatch"]);
}

#[test]
fn steps_are_shell_into_which_nothing_is_pasted() {
    for (name, workflow) in workflows() {
        for script in steps(&workflow).iter().filter_map(|step| step["run"].as_str()) {
            // Values come by the environment: pasted ones would be run as a part of the script.
            assert!(!script.contains("${{"), "{name}: {script}");
            let mut bash = Command::new("bash").arg("-n").stdin(Stdio::piped()).spawn().unwrap();
            bash.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
            assert!(bash.wait().unwrap().success(), "{name}: {script}");
        }
    }
}

/// Files that a step or a script runs have to be there.
#[test]
fn what_they_run_exists() {
    for (name, workflow) in workflows() {
        for script in steps(&workflow).iter().filter_map(|step| step["run"].as_str()) {
            for word in script.split_whitespace() {
                if word.starts_with("deploy/") && word.ends_with(".sh")
                    || word.starts_with("docker/")
                {
                    assert!(workspace().join(word).exists(), "{name}: {word}");
                }
            }
        }
    }
}
