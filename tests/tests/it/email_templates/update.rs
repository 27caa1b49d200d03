//! Changing a template.

use clerk_tests::{TestApp, factories};
use serde_json::json;

#[tokio::test]
async fn only_what_is_named_changes() {
    let now = "2026-05-01T00:00:00Z".parse().unwrap();
    let app = TestApp::builder().at(now).start().await;
    let admin = app.admin().await;
    let id = factories::email_template(&app.db, "GENERAL", "Old").await;
    let other = factories::email_template(&app.db, "GENERAL", "Other").await;
    let path = format!("/clerk/api/template-email/{id}/");
    let before = admin.get(&path).await.expect(200).json();
    let after =
        admin.patch(&path, json!({"name": "New", "created_at": "x"})).await.expect(200).json();
    let mut expected = before.clone();
    expected["name"] = json!("New");
    assert_eq!(after, expected);
    let after = admin.patch(&path, json!({"text": ""})).await.expect(200).json();
    assert_eq!((&after["text"], &after["name"]), (&json!(""), &json!("New")));
    assert_eq!(admin.patch(&path, json!({})).await.expect(200).json(), after);
    // The front end sends everything back.
    let whole = admin.patch(&path, before.clone()).await.expect(200).json();
    assert_eq!(whole, before);
    let times: bool = app
        .db
        .value(
            "SELECT modified_at = $2 AND created_at < $2 FROM emails_emailtemplate WHERE id = $1",
            &[&id, &now],
        )
        .await;
    assert!(times);
    let name: String =
        app.db.value("SELECT name FROM emails_emailtemplate WHERE id = $1", &[&other]).await;
    assert_eq!(name, "Other");
}

#[tokio::test]
async fn a_put_needs_everything_required() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let id = factories::email_template(&app.db, "GENERAL", "Old").await;
    let path = format!("/clerk/api/template-email/{id}/");
    let reply = admin.put(&path, json!({"name": "New"})).await.expect(400);
    assert_eq!((reply.error().1.as_str(), reply.error().2.as_deref()), ("required", Some("topic")));
    let changed =
        admin.put(&path, json!({"name": "New", "topic": "BONDS"})).await.expect(200).json();
    assert_eq!((&changed["name"], &changed["subject"]), (&json!("New"), &json!("About your home")));
}

#[tokio::test]
async fn nothing_changes_when_something_is_wrong() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let id = factories::email_template(&app.db, "GENERAL", "Old").await;
    let path = format!("/clerk/api/template-email/{id}/");
    let before = admin.get(&path).await.json();
    for (body, attr, code) in [
        (json!({"name": "New", "topic": "NOPE"}), "topic", "invalid_choice"),
        (json!({"name": "New", "subject": ""}), "subject", "blank"),
        (json!({"topic": "BONDS", "name": null}), "name", "null"),
    ] {
        let reply = admin.patch(&path, body).await.expect(400);
        assert_eq!((reply.error().1.as_str(), reply.error().2.as_deref()), (code, Some(attr)));
    }
    admin.patch(&path, json!([])).await.expect(400);
    assert_eq!(admin.get(&path).await.json(), before);
}
