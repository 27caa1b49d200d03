//! The API of notification templates. Who may use it is tested with the API of email templates.

use clerk_tests::{TestApp, assert_json, factories};
use serde_json::{Value, json};

#[tokio::test]
async fn the_newest_first_narrowed_by_name_and_topic() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    for (topic, name, day) in
        [("BONDS", "Bonds 50%", 1), ("GENERAL", "All", 3), ("BONDS", "Allbonds", 2)]
    {
        let id = factories::notification_template(&app.db, topic, name).await;
        app.db
            .execute(
                "UPDATE notify_notification SET created_at = make_date(2026, 1, $2) WHERE id = $1",
                &[&id, &day],
            )
            .await;
    }
    for (query, expected) in [
        ("", vec!["All", "Allbonds", "Bonds 50%"]),
        ("?name=&topic=", vec!["All", "Allbonds", "Bonds 50%"]),
        ("?name=ALL", vec!["All", "Allbonds"]),
        ("?name=%25", vec!["Bonds 50%"]),
        ("?topic=BONDS", vec!["Allbonds", "Bonds 50%"]),
        ("?topic=BONDS&name=all", vec!["Allbonds"]),
        ("?topic=NOPE", vec![]),
    ] {
        let list =
            admin.get(&format!("/clerk/api/template-notify/{query}")).await.expect(200).json();
        let names: Vec<_> =
            list.as_array().unwrap().iter().map(|template| &template["name"]).collect();
        assert_eq!(names, expected, "{query}");
    }
}

#[tokio::test]
async fn a_stored_value_that_is_no_choice_stays_readable() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    factories::notification_template(&app.db, "GENERAL", "Odd").await;
    app.db.execute("UPDATE notify_notification SET channel = 'PIGEON'", &[]).await;
    let list = admin.get("/clerk/api/template-notify/").await.expect(200).json();
    assert_eq!(list[0]["channel"]["display"], "PIGEON");
}

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
    assert_json!("notification_template", made);
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
    let attrs: Vec<_> =
        errors["errors"].as_array().unwrap().iter().map(|error| &error["attr"]).collect();
    let required = ["name", "topic", "event", "channel", "target", "raw_text", "message_text"];
    assert_eq!(attrs, required);
    let stored: i64 = app.db.value("SELECT count(*) FROM notify_notification", &[]).await;
    assert_eq!(stored, 0);
}

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

#[tokio::test]
async fn a_notification_is_deleted() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let gone = factories::notification_template(&app.db, "GENERAL", "Gone").await;
    let kept = factories::notification_template(&app.db, "GENERAL", "Kept").await;
    let path = format!("/clerk/api/template-notify/{gone}/");
    admin.delete(&path).await.expect(204);
    admin.get(&path).await.expect(404);
    let left: i32 = app.db.value("SELECT id FROM notify_notification", &[]).await;
    assert_eq!(left, kept);
}
