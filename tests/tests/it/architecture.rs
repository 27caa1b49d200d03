//! The rules of the architecture that a compiler does not check by itself.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
    process::Command,
    sync::OnceLock,
};

use cargo_metadata::{Metadata, MetadataCommand, Package};
use clerk_tests::cluster::workspace;

fn metadata() -> &'static Metadata {
    static METADATA: OnceLock<Metadata> = OnceLock::new();
    METADATA.get_or_init(|| {
        MetadataCommand::new()
            .manifest_path(workspace().join("Cargo.toml"))
            .no_deps()
            .exec()
            .unwrap()
    })
}

/// A member's short name: `web` for `clerk-web`.
fn short(package: &Package) -> &str {
    package.name.strip_prefix("clerk-").unwrap()
}

/// Which members depend on a crate directly, in any way.
fn dependents(is_meant: impl Fn(&str) -> bool) -> BTreeMap<String, BTreeSet<&'static str>> {
    let mut found: BTreeMap<String, BTreeSet<&'static str>> = BTreeMap::new();
    for package in metadata().workspace_packages() {
        for dependency in package.dependencies.iter().filter(|it| is_meant(&it.name)) {
            found.entry(dependency.name.clone()).or_default().insert(short(package));
        }
    }
    found
}

#[test]
fn the_top_level_is_fixed() {
    let members: BTreeSet<_> = metadata().workspace_packages().into_iter().map(short).collect();
    assert_eq!(members, BTreeSet::from(["web", "worker", "shared", "tests"]));
    for package in metadata().workspace_packages() {
        let folder = package.manifest_path.parent().unwrap().file_name().unwrap();
        assert_eq!(folder, short(package));
    }
    for entry in ["Cargo.toml", "web", "worker", "shared", "migrations", "deploy", "tests"] {
        assert!(workspace().join(entry).exists(), "{entry}");
    }
}

#[test]
fn the_flow_is_one_way() {
    let ours = dependents(|name| name.starts_with("clerk-"));
    let expected = |names: &[&'static str]| names.iter().copied().collect::<BTreeSet<_>>();
    assert_eq!(ours["clerk-shared"], expected(&["web", "worker", "tests"]));
    assert_eq!(ours["clerk-web"], expected(&["tests"]));
    assert_eq!(ours["clerk-worker"], expected(&["tests"]));
}

#[test]
fn each_crate_has_its_home() {
    // A final star stands for any ending.
    let homes: [(&[&str], &[&str]); 7] = [
        (&["diesel", "diesel-async", "diesel_migrations", "deadpool*"], &["shared"]),
        (&["tokio-postgres"], &["shared", "tests"]),
        (&["actix-*", "tracing-actix-web", "utoipa-actix-web", "sentry-actix"], &["web"]),
        (&["apalis*"], &["worker", "shared"]),
        (&["aws-sdk*", "aws-config", "aws-smithy*", "lettre", "sendgrid"], &["shared"]),
        (&["reqwest", "tokio-rustls"], &["shared", "tests"]),
        (&["sentry*", "metrics*"], &["shared"]),
    ];
    let fits = |name: &str, pattern: &str| match pattern.strip_suffix('*') {
        Some(beginning) => name.starts_with(beginning),
        None => name == pattern,
    };
    for (patterns, allowed) in homes {
        let found = dependents(|name| patterns.iter().any(|pattern| fits(name, pattern)));
        assert!(!found.is_empty(), "{patterns:?}");
        for (name, members) in found {
            let strays: Vec<_> =
                members.iter().filter(|member| !allowed.contains(member)).collect();
            assert!(strays.is_empty(), "{name} is a dependency of {strays:?}");
        }
    }
}

#[test]
fn there_is_one_tls_provider_and_no_c_client_of_postgresql() {
    // What cargo really builds; `cargo metadata` also lists features that nobody turns on.
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--workspace", "--locked", "--prefix", "none", "--format", "{p}"])
        .args(["--edges", "normal,build"])
        .current_dir(workspace())
        .output()
        .unwrap();
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let tree = String::from_utf8(tree.stdout).unwrap();
    let built: BTreeSet<_> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    for banned in ["ring", "openssl-sys", "pq-sys", "native-tls"] {
        assert!(!built.contains(banned), "{banned} is in the tree");
    }
    assert!(built.contains("aws-lc-rs"));
}

#[test]
fn the_shared_rules_of_clippy_hold_everywhere() {
    for member in ["web", "worker", "shared"] {
        let manifest = fs::read_to_string(workspace().join(member).join("Cargo.toml")).unwrap();
        assert!(manifest.contains("[lints]\nworkspace = true"), "{member}");
    }
    // The tests may unwrap, but not more.
    let manifest = fs::read_to_string(workspace().join("tests/Cargo.toml")).unwrap();
    assert!(manifest.contains("unsafe_code = \"forbid\""));
    let allowed: Vec<_> = sources(&["web/src", "worker/src", "shared/src", "tests"])
        .into_iter()
        .filter(|(_, text)| {
            text.contains(concat!("#[al", "low(")) || text.contains(concat!("#![al", "low("))
        })
        .map(|(path, _)| path)
        .collect();
    assert!(allowed.is_empty(), "a lint is silenced without a reason in {allowed:?}");
}

/// The Rust files below some folders, by their path from the root, with their text.
fn sources(folders: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut left: Vec<PathBuf> = folders.iter().map(|it| workspace().join(it)).collect();
    while let Some(folder) = left.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                left.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                let name = path.strip_prefix(workspace()).unwrap().to_str().unwrap().to_owned();
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// A file's lines of code that name a crate's path, `apalis::` or `apalis_core::` for `apalis`.
fn names_crate(text: &str, name: &str) -> bool {
    text.lines().map(str::trim_start).filter(|line| !line.starts_with("//")).any(|line| {
        line.match_indices(name).any(|(at, _)| {
            let before = line[..at].chars().next_back();
            let after = &line[at + name.len()..];
            !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
                && (after.starts_with("::")
                    || (after.starts_with('_')
                        && after.split_once("::").is_some_and(|(word, _)| {
                            word.chars().all(|c| c.is_alphanumeric() || c == '_')
                        })))
        })
    })
}

#[test]
fn outside_crates_are_named_in_one_place_only() {
    let files = sources(&["web/src", "worker/src", "shared/src"]);
    assert!(files.len() > 40);
    let is_below = |path: &str, homes: &[&str]| homes.iter().any(|home| path.starts_with(home));
    let homes: [(&str, &[&str]); 11] = [
        ("apalis", &["worker/src/runner", "shared/src/jobs/"]),
        ("reqwest", &["shared/src/integrations/"]),
        ("sentry", &["shared/src/integrations/sentry/"]),
        ("metrics", &["shared/src/observe/figures.rs"]),
        ("metrics_exporter_prometheus", &["shared/src/observe/figures.rs"]),
        ("tokio_rustls", &["shared/src/observe/syslog.rs"]),
        ("lettre", &["shared/src/integrations/"]),
        ("sendgrid", &["shared/src/integrations/"]),
        ("aws_sdk_s3", &["shared/src/integrations/", "shared/src/files/s3.rs"]),
        ("actix_web", &["web/src/"]),
        ("diesel", &["shared/src/"]),
    ];
    for (name, allowed) in homes {
        let users: Vec<_> = files
            .iter()
            .filter(|(_, text)| names_crate(text, name))
            .map(|(path, _)| path)
            .collect();
        let strays: Vec<_> = users.iter().filter(|path| !is_below(path, allowed)).collect();
        assert!(strays.is_empty(), "{name} is named in {strays:?}");
        assert!(!users.is_empty(), "{name} is named nowhere: has this test gone blind?");
    }
}

/// SQL lives in the domain, the database layer and the job queue.
#[test]
fn sql_stays_below_the_domain() {
    let strays: Vec<_> = sources(&["shared/src"])
        .into_iter()
        .filter(|(_, text)| names_crate(text, "diesel") || names_crate(text, "diesel_async"))
        .map(|(path, _)| path)
        .filter(|path| {
            let homes = ["domain/", "db/", "jobs/", "error.rs"];
            !homes.iter().any(|home| path.strip_prefix("shared/src/").unwrap().starts_with(home))
        })
        .collect();
    assert!(strays.is_empty(), "{strays:?}");
}

#[test]
fn handlers_and_jobs_are_short() {
    let long: Vec<_> = sources(&["web/src/handlers", "worker/src/jobs"])
        .into_iter()
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines >= 200)
        .collect();
    assert!(long.is_empty(), "200 lines or more: {long:?}");
    assert!(sources(&["web/src/handlers", "worker/src/jobs"]).len() > 8);
}
