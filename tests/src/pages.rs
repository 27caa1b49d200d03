//! Pages of the staff site: a front end for them to load, and reading what they hand to it.

use std::{fs, path::Path};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{Reply, TestApp};

/// Every page that the front end has.
pub const PAGES: &[&str] = &[
    "403",
    "404",
    "account-create",
    "account-detail",
    "accounts-list",
    "case-create",
    "case-date-list",
    "case-detail",
    "case-inbox",
    "case-list",
    "case-review",
    "client-detail",
    "date-list",
    "doc-template-create",
    "doc-template-list",
    "document-list",
    "email-draft-create",
    "email-draft-edit",
    "email-list",
    "email-template-create",
    "email-template-detail",
    "email-template-list",
    "email-thread",
    "notify-template-create",
    "notify-template-detail",
    "notify-template-list",
    "paralegal-list",
    "person-create",
    "person-detail",
    "person-list",
    "service-list",
    "submission-detail",
    "template-list",
    "tenancy-detail",
];

/// A folder as a build of the front end leaves it.
pub fn front_end(root: &Path) {
    fs::create_dir_all(root.join("assets")).unwrap();
    fs::create_dir_all(root.join("styles")).unwrap();
    let entry = |name: &str| {
        json!({"file": format!("assets/{name}-D0ekl-t_.js"), "isEntry": true,
               "imports": ["_utils.js"], "css": [format!("assets/{name}-Ab3dEf6h.css")]})
    };
    let mut manifest = json!({
        "_utils.js": {"file": "assets/utils-Xyz01234.js", "css": ["assets/utils-Xyz01234.css"],
                      "imports": ["_deep.js"]},
        "_deep.js": {"file": "assets/deep-Xyz01234.js", "css": ["assets/deep-Xyz01234.css"]},
    });
    for name in PAGES {
        manifest[format!("pages/{name}.tsx")] = entry(name);
    }
    fs::write(root.join("manifest.json"), manifest.to_string()).unwrap();
    fs::write(root.join("assets/case-list-D0ekl-t_.js"), "export {}").unwrap();
    fs::write(root.join("assets/plain.css"), "p {}").unwrap();
    fs::write(root.join("styles/global.css"), "body {}").unwrap();
    fs::write(root.join(".secret"), "secret").unwrap();
}

/// An application with such a folder, which lives as long as the second value.
pub async fn with_front_end() -> (TestApp, TempDir) {
    let root = tempfile::tempdir().unwrap();
    front_end(root.path());
    let app = TestApp::builder().var("CLERK_STATIC_ROOT", root.path().display()).start().await;
    (app, root)
}

/// The object that a script of the page assigns to `window.<name>`.
#[track_caller]
pub fn context(page: &Reply, name: &str) -> Value {
    let start = format!("window.{name} = JSON.parse('");
    let text = page.text();
    let from = text.find(&start).expect(name) + start.len();
    let quoted = &text[from..from + text[from..].find("')").unwrap()];
    assert!(!quoted.contains(['<', '>', '&', '"']), "{quoted}");
    // The escapes are those of a JSON string too.
    let json: String = serde_json::from_str(&format!("\"{quoted}\"")).unwrap();
    serde_json::from_str(&json).unwrap()
}

/// What stands between `<title>` and the site's name.
#[track_caller]
pub fn title(page: &Reply) -> &str {
    let (_, rest) = page.text().split_once("<title>").unwrap();
    rest.split_once(" | Anika Clerk</title>").unwrap().0
}

/// Which page of the front end is loaded.
#[track_caller]
pub fn loaded(page: &Reply) -> &str {
    let start = r#"<script type="module" crossorigin="" src="/static/assets/"#;
    let (_, rest) = page.text().split_once(start).unwrap();
    rest.split_once("-D0ekl-t_.js").unwrap().0
}
