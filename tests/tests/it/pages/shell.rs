//! What the shell of a page loads besides the page's own files.

use std::{fs, path::Path};

use clerk_tests::{
    TestApp, factories,
    pages::{context, front_end, with_front_end},
};
use serde_json::{Value, json};

/// The files of the original's shell.
const LEGACY_ASSETS: [&str; 7] = [
    "brand/logo-icon-color.png",
    "semantic/semantic.min.css",
    "styles/global.css",
    "semantic/jquery.min.js",
    "semantic/semantic.min.js",
    "web/brand/logo-icon-color.svg",
    "htmx.min.js",
];

fn furnish(root: &Path) {
    for name in LEGACY_ASSETS {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "x").unwrap();
    }
}

#[tokio::test]
async fn the_furniture_of_the_original_is_used() {
    let root = tempfile::tempdir().unwrap();
    front_end(root.path());
    furnish(root.path());
    let app = TestApp::builder().var("CLERK_STATIC_ROOT", root.path().display()).start().await;
    let coordinator = app.coordinator().await;
    let page = coordinator.get("/clerk/cases/date/").await.expect(200);
    let mut last = 0;
    for name in LEGACY_ASSETS {
        let at = page.text().find(&format!("\"/static/{name}\"")).expect(name);
        assert!(at > last, "{name}");
        last = at;
        coordinator.get(&format!("/static/{name}")).await.expect(200);
    }
    assert!(!page.text().contains("clerk.svg"));
    assert!(page.text().contains("'htmx:configRequest'"));
    let (_, rest) = page.text().split_once("headers['X-CSRFToken'] = '").unwrap();
    let token = rest.split_once('\'').unwrap().0;
    assert_eq!(token.len(), 64);
    assert!(token.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    // jQuery comes before what needs it, and the data before the page's module can run.
    let at = |part: &str| page.text().find(part).expect(part);
    assert!(at("window.REACT_CONTEXT") < at("type=\"module\""));
    assert!(at("<div id=\"app\"></div>") < at("htmx.min.js"));
}

#[tokio::test]
async fn a_bare_build_is_enough() {
    let root = tempfile::tempdir().unwrap();
    front_end(root.path());
    fs::remove_file(root.path().join("styles/global.css")).unwrap();
    let app = TestApp::builder().var("CLERK_STATIC_ROOT", root.path().display()).start().await;
    let page = app.coordinator().await.get("/clerk/cases/date/").await.expect(200);
    for name in LEGACY_ASSETS {
        assert!(!page.text().contains(name), "{name}");
    }
    assert!(!page.text().contains("htmx"));
    for name in ["clerk.css", "clerk.svg"] {
        assert!(page.text().contains(&format!("/static/{name}")), "{name}");
    }
    assert_eq!(context(&page, "SENTRY_CONTEXT"), json!({"dsn": "", "environment": "test"}));
}

#[tokio::test]
async fn error_reporting_is_configured() {
    let root = tempfile::tempdir().unwrap();
    front_end(root.path());
    let app = TestApp::builder()
        .var("CLERK_STATIC_ROOT", root.path().display())
        .var("SENTRY_JS_DSN", "https://key@sentry.example.com/1")
        .start()
        .await;
    let page = app.coordinator().await.get("/clerk/cases/date/").await.expect(200);
    assert_eq!(context(&page, "SENTRY_CONTEXT")["dsn"], "https://key@sentry.example.com/1");
}

/// Topics of cases with their labels, those of new ones only.
fn active_topics() -> Value {
    json!([
        ["REPAIRS", "Repairs"],
        ["BONDS", "Bonds"],
        ["EVICTION_ARREARS", "Eviction (Arrears)"],
        ["EVICTION_RETALIATORY", "Eviction (Retaliatory)"],
        ["HEALTH_CHECK", "Housing Health Check"],
    ])
}

fn with_general() -> Value {
    let mut topics = active_topics();
    topics.as_array_mut().unwrap().push(json!(["GENERAL", "General"]));
    topics
}

/// Pages that need no rows, with their context.
fn simple_pages() -> Vec<(&'static str, Value)> {
    let (active, with_general) = (active_topics(), with_general());
    let mut options = vec![json!({"key": "GENERAL", "value": "GENERAL", "text": "General"})];
    options.extend(
        active
            .as_array()
            .unwrap()
            .iter()
            .map(|topic| json!({"key": topic[0], "value": topic[0], "text": topic[1]})),
    );
    let groups = json!(["Admin", "Coordinator", "Lawyer", "Paralegal"]);
    vec![
        ("cases/create/", json!({"choices": {"topic": active}})),
        ("cases/date/", json!({})),
        ("parties/", json!({"create_url": "/clerk/parties/create/"})),
        ("parties/create/", json!({})),
        ("account/", json!({"create_url": "/clerk/account/create/", "group_values": groups})),
        ("account/create/", json!({"group_values": groups})),
        (
            "templates/",
            json!({"email_url": "/clerk/templates/email/", "doc_url": "/clerk/templates/doc/",
                   "notify_url": "/clerk/templates/notify/"}),
        ),
        (
            "templates/email/",
            json!({"choices": {"topic": with_general}, "create_url": "/clerk/templates/email/create/"}),
        ),
        ("templates/email/create/", json!({"choices": {"topic": with_general}})),
        (
            "templates/notify/",
            json!({"topic_options": options, "create_url": "/clerk/templates/notify/create/",
                   "notifications": []}),
        ),
        ("templates/notify/create/", json!({"topic_options": options})),
        (
            "templates/doc/",
            json!({"choices": {"topic": active}, "create_url": "/clerk/templates/doc/create/"}),
        ),
        (
            "templates/doc/create/",
            json!({"choices": {"topic": active}, "list_url": "/clerk/templates/doc/"}),
        ),
    ]
}

/// Role flags, the choices, and the other pages that need no rows.
#[tokio::test]
async fn what_simple_pages_are_told() {
    let (app, _root) = with_front_end().await;
    let admin = app.admin().await;
    let context_of = async |path: &str| {
        let page = admin.get(&format!("/clerk/{path}")).await.expect(200);
        let mut context = context(&page, "REACT_CONTEXT");
        let user = context.as_object_mut().unwrap().remove("user").unwrap();
        assert_eq!(user["is_admin"], true);
        assert_eq!(user["is_coordinator"], false);
        context
    };
    for (path, expected) in simple_pages() {
        assert_eq!(context_of(path).await, expected, "{path}");
    }
    let account = context_of(&format!("account/{}/", admin.id())).await;
    assert_eq!(account, json!({"account_id": admin.id().to_string()}));
    let id = factories::email_template(&app.db, "GENERAL", "Hello").await;
    let template = context_of(&format!("templates/email/{id}/")).await;
    assert_eq!(
        template,
        json!({"choices": {"topic": with_general()}, "list_url": "/clerk/templates/email/",
               "template_id": id.to_string()})
    );
}

#[tokio::test]
async fn notifications_are_told_whole() {
    let (app, _root) = with_front_end().await;
    let admin = app.admin().await;
    let old = factories::notification_template(&app.db, "GENERAL", "Old").await;
    let new = factories::notification_template(&app.db, "BONDS", "New").await;
    app.db
        .execute("UPDATE notify_notification SET created_at = now() WHERE id = $1", &[&new])
        .await;
    let page = admin.get("/clerk/templates/notify/").await.expect(200);
    let list = context(&page, "REACT_CONTEXT");
    let ids: Vec<&Value> = list["notifications"]
        .as_array()
        .unwrap()
        .iter()
        .map(|notification| &notification["id"])
        .collect();
    assert_eq!(ids, [&json!(new), &json!(old)]);
    let page = admin.get(&format!("/clerk/templates/notify/{old}/")).await.expect(200);
    let detail = context(&page, "REACT_CONTEXT");
    assert_eq!(detail["template"], list["notifications"][1]);
    assert_eq!(detail["notify_template_url"], "/clerk/templates/notify/");
    let api = admin.get(&format!("/clerk/api/template-notify/{old}/")).await.expect(200).json();
    assert_eq!(detail["template"], api);
}
