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
        for dependency in
            package.dependencies.iter().filter(|dependency| is_meant(&dependency.name))
        {
            found.entry(dependency.name.clone()).or_default().insert(short(package));
        }
    }
    found
}

#[test]
fn the_top_level_is_fixed() {
    for package in metadata().workspace_packages() {
        let folder = package.manifest_path.parent().unwrap();
        let folder = folder.strip_prefix(metadata().workspace_root.as_path()).unwrap();
        let name = short(package).replace('-', "_");
        let is_shared = folder.starts_with("shared");
        assert_eq!(folder, if is_shared { format!("shared/{name}") } else { name });
    }
    for entry in ["Cargo.toml", "web", "worker", "shared", "migrations", "deploy", "tests"] {
        assert!(workspace().join(entry).exists(), "{entry}");
    }
}

/// Which of our crates each of them may use: only what stands above it in this list.
const ARROWS: [(&str, &[&str]); 9] = [
    ("base", &[]),
    ("services", &["base"]),
    ("store", &["base"]),
    ("domain", &["base", "services", "store"]),
    ("workflows", &["base", "domain", "services", "store"]),
    ("sample-data", &["base", "domain", "store"]),
    ("web", &["base", "domain", "services", "store", "workflows"]),
    ("worker", &["base", "domain", "sample-data", "services", "store", "workflows"]),
    (
        "tests",
        &["base", "domain", "sample-data", "services", "store", "web", "worker", "workflows"],
    ),
];

#[test]
fn the_flow_is_one_way() {
    let found: BTreeMap<&str, BTreeSet<&str>> = metadata()
        .workspace_packages()
        .into_iter()
        .map(|package| {
            let dependencies = package.dependencies.iter();
            let ours = dependencies.filter_map(|dependency| dependency.name.strip_prefix("clerk-"));
            (short(package), ours.collect())
        })
        .collect();
    let allowed = ARROWS.iter().map(|(name, below)| (*name, below.iter().copied().collect()));
    assert_eq!(found, allowed.collect());
    for (place, (name, below)) in ARROWS.iter().enumerate() {
        let above: Vec<_> = ARROWS[..place].iter().map(|(name, _)| name).collect();
        assert!(below.iter().all(|used| above.contains(&used)), "{name} uses what stands below it");
    }
}

#[test]
fn each_crate_has_its_home() {
    // A final star stands for any ending.
    let homes: [(&[&str], &[&str]); 10] = [
        (&["diesel", "diesel-async"], &["store", "domain", "workflows", "sample-data"]),
        (&["diesel_migrations", "deadpool*"], &["store"]),
        (&["tokio-postgres"], &["store", "tests"]),
        (&["actix-*", "tracing-actix-web", "utoipa-actix-web", "sentry-actix"], &["web"]),
        (&["apalis*"], &["worker", "store"]),
        (&["aws-sdk*", "aws-config", "aws-smithy*"], &["store"]),
        (&["lettre", "sendgrid", "sentry*", "jsonwebtoken"], &["services"]),
        (&["reqwest"], &["services", "tests"]),
        (&["tokio-rustls"], &["base", "tests"]),
        (&["metrics*", "ipnet"], &["base"]),
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
    // What cargo really builds; `cargo metadata` also lists features that are not turned on.
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
    for (name, _) in ARROWS.iter() {
        let folder = name.replace('-', "_");
        let is_shared = workspace().join("shared").join(&folder).exists();
        let member = if is_shared { format!("shared/{folder}") } else { folder };
        let manifest = fs::read_to_string(workspace().join(&member).join("Cargo.toml")).unwrap();
        assert!(manifest.contains("[lints]\nworkspace = true"), "{member}");
    }
    let allowed: Vec<_> = sources(&["web/src", "worker/src", "shared", "tests"])
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
    let mut left: Vec<PathBuf> = folders.iter().map(|folder| workspace().join(folder)).collect();
    while let Some(folder) = left.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                left.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
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
    let files = sources(&["web/src", "worker/src", "shared"]);
    assert!(files.len() > 40);
    let is_below = |path: &str, homes: &[&str]| homes.iter().any(|home| path.starts_with(home));
    let homes: [(&str, &[&str]); 13] = [
        ("apalis", &["worker/src/runner", "shared/store/src/jobs/"]),
        ("reqwest", &["shared/services/src/"]),
        ("sentry", &["shared/services/src/sentry.rs"]),
        ("metrics_exporter_prometheus", &["shared/base/src/observe/metrics.rs"]),
        ("tokio_rustls", &["shared/base/src/observe/syslog.rs"]),
        ("tracing_subscriber", &["shared/base/src/"]),
        ("ipnet", &["shared/base/src/config/web.rs"]),
        ("jsonwebtoken", &["shared/services/src/google_directory.rs"]),
        ("lettre", &["shared/services/src/mail/"]),
        ("sendgrid", &["shared/services/src/mail/"]),
        ("aws_sdk_s3", &["shared/store/src/files/s3.rs"]),
        ("actix_web", &["web/src/"]),
        (
            "diesel",
            &["shared/store/", "shared/domain/", "shared/workflows/", "shared/sample_data/"],
        ),
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
    let strays: Vec<_> = sources(&["shared", "web/src", "worker/src"])
        .into_iter()
        .filter(|(_, text)| names_crate(text, "diesel") || names_crate(text, "diesel_async"))
        .map(|(path, _)| path)
        .filter(|path| {
            let homes = [
                "shared/domain/src/",
                "shared/workflows/src/",
                "shared/sample_data/src/",
                "shared/store/src/db/",
                "shared/store/src/jobs/",
                "shared/store/src/error.rs",
            ];
            !homes.iter().any(|home| path.starts_with(home))
        })
        .collect();
    assert!(strays.is_empty(), "{strays:?}");
}

#[test]
fn handlers_and_jobs_are_short() {
    for (folder, limit) in [("web/src/handlers", 250), ("worker/src/jobs", 200)] {
        let files = sources(&[folder]);
        let long: Vec<_> = files
            .iter()
            .map(|(path, text)| (path, text.lines().count()))
            .filter(|(_, lines)| *lines > limit)
            .collect();
        assert!(long.is_empty(), "more than {limit} lines: {long:?}");
        assert!(files.len() > 2);
    }
}

/// A handler as its source has it.
struct Handler {
    /// File and function.
    name: String,
    /// The method in its `#[utoipa::path]`, if it has one.
    method: Option<String>,
    /// Names and types.
    arguments: Vec<(String, String)>,
}

impl Handler {
    fn verb(&self) -> &str {
        self.name.rsplit("::").next().unwrap()
    }
}

/// The parts of a list between the commas that are not inside of brackets.
fn parts(list: &str) -> Vec<String> {
    let (mut found, mut depth) = (vec![String::new()], 0);
    for letter in list.chars() {
        depth += i32::from("(<".contains(letter)) - i32::from(")>".contains(letter));
        match letter {
            ',' if depth == 0 => found.push(String::new()),
            letter => found.last_mut().unwrap().push(letter),
        }
    }
    found.iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// Every handler: in that folder, whatever is public and asynchronous.
fn handlers() -> Vec<Handler> {
    let mut found = Vec::new();
    for (path, text) in sources(&["web/src/handlers"]) {
        for piece in text.split("\npub async fn ").skip(1) {
            let (name, rest) = piece.split_once('(').unwrap();
            let arguments = rest.split_once(") ->").unwrap().0;
            let start = text.find(&format!("\npub async fn {name}(")).unwrap();
            let attribute = text[..start].rsplit("\n\n").next().unwrap();
            let method = attribute
                .split_once("#[utoipa::path(")
                .map(|(_, rest)| rest.trim_start().split(',').next().unwrap().to_owned());
            let arguments = parts(arguments)
                .iter()
                .map(|argument| argument.split_once(": ").unwrap())
                .map(|(name, kind)| (name.trim_start_matches("mut ").to_owned(), kind.to_owned()))
                .collect();
            found.push(Handler { name: format!("{path}::{name}"), method, arguments });
        }
    }
    assert!(found.len() > 100, "has this test gone blind?");
    found
}

/// Who is asking, keys of the path, request, body, context: the place of an argument among the others.
fn place(kind: &str) -> usize {
    match kind.trim_start_matches("web::").split('<').next().unwrap() {
        "LoggedIn" | "Anyone" => 0,
        guard if guard.ends_with("OrBetter") || guard.ends_with("Allowance") => 0,
        "Path" => 1,
        "HttpRequest" => 2,
        "Body" | "Payload" | "Multipart" | "Bytes" | "CsrfForm" => 3,
        "Data" => 4,
        _ => panic!("which place has an argument of the type {kind}?"),
    }
}

#[test]
fn arguments_of_handlers_stand_in_one_order() {
    for handler in handlers() {
        let places: Vec<_> = handler.arguments.iter().map(|(_, kind)| place(kind)).collect();
        assert!(places.is_sorted(), "{}: {:?}", handler.name, handler.arguments);
        for (name, kind) in &handler.arguments {
            let expected: &[&str] = match place(kind) {
                0 => &["actor", "_actor"],
                2 => &["request"],
                3 => &["body", "form", "_form"],
                4 if kind == "Data<Context>" => &["ctx"],
                _ => continue,
            };
            assert!(expected.contains(&name.as_str()), "{}: {name}: {kind}", handler.name);
        }
    }
}

#[test]
fn keys_in_paths_have_types() {
    // The names of files.
    let with_names = ["web/src/handlers/api_docs.rs", "web/src/handlers/static_files.rs"];
    for handler in handlers() {
        let is_text = |(_, kind): &(String, String)| kind.contains("Path<String>");
        let may = with_names.iter().any(|file| handler.name.starts_with(file));
        assert!(may || !handler.arguments.iter().any(is_text), "{}", handler.name);
    }
    for (path, text) in sources(&["web/src/handlers"]) {
        let is_answers = path.ends_with("pages/answers.rs");
        assert!(is_answers || !text.contains("Uuid::parse_str"), "{path} reads a key by hand");
        assert!(!text.contains("ApiError::not_found"), "{path} reads a key by hand");
        assert!(!text.contains("body.finish()"), "{path}: readers of bodies finish themselves");
    }
}

#[test]
fn operations_have_the_same_verbs_everywhere() {
    let acts = [
        "assign",
        "attach_from_sharepoint",
        "dismiss",
        "rename",
        "resync_permissions",
        "save_to_sharepoint",
    ];
    for handler in handlers() {
        let Some(method) = &handler.method else { continue };
        let expected: &[&str] = match method.as_str() {
            "get" => &["list", "get"],
            "post" => &["create"],
            "put" => &["replace"],
            "patch" => &["update"],
            "delete" => &["delete"],
            other => panic!("{other} of {}", handler.name),
        };
        let verb = handler.verb();
        let beginning = verb.split('_').next().unwrap();
        assert!(expected.contains(&beginning) || acts.contains(&verb), "{}", handler.name);
    }
}
