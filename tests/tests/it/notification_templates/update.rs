//! Changing a notification.

use clerk_tests::{TestApp, factories};
use serde_json::json;

#[tokio::test]
async fn only_what_is_named_changes() {
    let now = "2026-05-01T00:00:00Z".parse().unwrap();
    let app = TestApp::builder().at(now).start().await;
    let admin = app.admin().await;
    let id = factories::notification_template(&app.db, "GENERAL", "Old").await;
    let path = format!("/clerk/api/template-notify/{id}/");
    let mut expected = admin.get(&path).await.expect(200).json();
    let change = json!({"target": "LAWYER", "event_stage": "", "url": "/x/"});
    let after = admin.patch(&path, change).await.expect(200).json();
    expected["target"]["value"] = json!("LAWYER");
    expected["target"]["display"] = json!("Assigned lawyer");
    expected["event_stage"] = json!("");
    assert_eq!(after, expected);
    let changed: bool =
        app.db.value("SELECT modified_at = $1 FROM notify_notification", &[&now]).await;
    assert!(changed);

    for (body, attr, code) in [
        (json!({"name": "New", "target": "CLIENT"}), "target", "invalid_choice"),
        (json!({"name": "New", "raw_text": ""}), "raw_text", "blank"),
    ] {
        let error = admin.patch(&path, body).await.expect(400).error();
        assert_eq!((error.1.as_str(), error.2.as_deref()), (code, Some(attr)));
    }
    assert_eq!(admin.get(&path).await.json(), expected);
}

#[tokio::test]
async fn a_put_needs_everything_required() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let id = factories::notification_template(&app.db, "GENERAL", "Old").await;
    let path = format!("/clerk/api/template-notify/{id}/");
    let mut body = json!({"name": "New", "topic": "BONDS", "event": "STAGE_CHANGE",
                          "channel": "SLACK", "target": "LAWYER", "raw_text": "a"});
    let error = admin.put(&path, body.clone()).await.expect(400).error();
    assert_eq!((error.1.as_str(), error.2.as_deref()), ("required", Some("message_text")));
    body["message_text"] = json!("b");
    let changed = admin.put(&path, body).await.expect(200).json();
    assert_eq!((&changed["name"], &changed["event_stage"]), (&json!("New"), &json!("CLOSED")));
}
