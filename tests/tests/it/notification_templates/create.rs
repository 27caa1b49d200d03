//! Making a notification.

use clerk_tests::TestApp;
use serde_json::{Value, json};

const LIST: &str = "/clerk/api/template-notify/";

fn good() -> Value {
    json!({"name": "Closed", "topic": "GENERAL", "event": "STAGE_CHANGE", "event_stage": "CLOSED",
           "channel": "SLACK", "target": "LAWYER", "raw_text": "**Done**", "message_text": "*Done*"})
}

#[tokio::test]
async fn a_notification_is_stored() {
    let now = "2026-02-01T14:00:00Z".parse().unwrap();
    let app = TestApp::builder().at(now).start().await;
    let admin = app.admin().await;
    let made = admin.post(LIST, good()).await.expect(201).json();
    let id = made["id"].as_i64().unwrap();
    assert_eq!(
        made,
        json!({"id": id, "created_at": "02/02/26", "name": "Closed", "topic": "GENERAL",
               "event": {"display": "Stage changed", "value": "STAGE_CHANGE",
                         "choices": [["STAGE_CHANGE", "Stage changed"]]},
               "event_stage": "CLOSED",
               "channel": {"display": "Send a Slack message", "value": "SLACK",
                           "choices": [["SLACK", "Send a Slack message"]]},
               "target": {"display": "Assigned lawyer", "value": "LAWYER",
                          "choices": [["PARALEGAL", "Assigned paralegal"],
                                      ["LAWYER", "Assigned lawyer"]]},
               "raw_text": "**Done**", "message_text": "*Done*",
               "url": format!("/clerk/templates/notify/{id}/")})
    );
    let same: bool = app
        .db
        .value("SELECT created_at = $1 AND modified_at = $1 FROM notify_notification", &[&now])
        .await;
    assert!(same);
    let mut without_stage = good();
    without_stage.as_object_mut().unwrap().remove("event_stage");
    let made = admin.post(LIST, without_stage).await.expect(201).json();
    assert_eq!(made["event_stage"], "");
    let mut blank = good();
    blank["event_stage"] = json!("");
    admin.post(LIST, blank).await.expect(201);
}

#[tokio::test]
async fn what_is_wrong_is_told() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    for (name, value, code) in [
        ("name", json!("x".repeat(65)), "max_length"),
        ("name", json!(" "), "blank"),
        ("topic", json!("OTHER"), "invalid_choice"),
        ("event", json!("NOPE"), "invalid_choice"),
        ("event", json!(""), "invalid_choice"),
        ("event_stage", json!("NOPE"), "invalid_choice"),
        ("event_stage", json!(null), "null"),
        ("channel", json!("PIGEON"), "invalid_choice"),
        ("target", json!("CLIENT"), "invalid_choice"),
        ("target", json!(null), "null"),
        ("raw_text", json!(""), "blank"),
        ("message_text", json!(""), "blank"),
        ("message_text", json!("a\u{0}"), "null_characters_not_allowed"),
    ] {
        let mut body = good();
        body[name] = value;
        let error = admin.post(LIST, body).await.expect(400).error();
        assert_eq!((error.1.as_str(), error.2.as_deref()), (code, Some(name)));
    }
    let errors = admin.post(LIST, json!({})).await.expect(400).json();
    let attrs: Vec<_> = errors["errors"].as_array().unwrap().iter().map(|it| &it["attr"]).collect();
    let required = ["name", "topic", "event", "channel", "target", "raw_text", "message_text"];
    assert_eq!(attrs, required);
    let stored: i64 = app.db.value("SELECT count(*) FROM notify_notification", &[]).await;
    assert_eq!(stored, 0);
}
