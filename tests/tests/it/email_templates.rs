//! The API of email templates.

use clerk_tests::{Actor, TestApp, assert_json, factories};
use reqwest::Method;
use serde_json::json;

async fn found(actor: &Actor, query: &str) -> Vec<String> {
    let list = actor.get(&format!("/clerk/api/template-email/?{query}")).await.expect(200).json();
    let names = list.as_array().unwrap().iter();
    names.map(|template| template["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn by_topic_and_name_with_numbers_as_numbers() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    for (topic, name) in [
        ("REPAIRS", "Template 10"),
        ("REPAIRS", "Template 2"),
        ("REPAIRS", "template 3"),
        ("GENERAL", "Zebra"),
        ("BONDS", "Template 1"),
        ("OTHER", "100%_sure\\"),
    ] {
        factories::email_template(&app.db, topic, name).await;
    }
    app.db
        .execute("UPDATE emails_emailtemplate SET subject = 'Needle' WHERE name = 'Zebra'", &[])
        .await;
    let all = ["Template 1", "Zebra", "100%_sure\\", "Template 2", "template 3", "Template 10"];
    assert_eq!(found(&admin, "").await, all);
    assert_eq!(found(&admin, "name=&topic=").await, all);
    assert_eq!(found(&admin, "name=%20").await, all);
    assert_eq!(found(&admin, "name=TEMPLATE").await.len(), 4);
    assert_eq!(found(&admin, "name=needle").await, ["Zebra"]);
    assert_eq!(found(&admin, "name=template&topic=BONDS").await, ["Template 1"]);
    for literal in ["%25_", "_sure", "%5C"] {
        assert_eq!(found(&admin, &format!("name={literal}")).await, ["100%_sure\\"], "{literal}");
    }
    assert_eq!(found(&admin, "topic=NOPE").await, Vec::<String>::new());
    let reply = admin.get("/clerk/api/template-email/?name=a%00").await.expect(400);
    assert_eq!(reply.error().2.as_deref(), Some("name"));
}

const LIST: &str = "/clerk/api/template-email/";

#[tokio::test]
async fn a_template_is_stored() {
    let now = "2026-02-01T14:00:00Z".parse().unwrap();
    let app = TestApp::builder().at(now).start().await;
    let admin = app.admin().await;
    let body = json!({"topic": "GENERAL", "name": " Hello ", "subject": "About <you>",
                      "text": "Dear\nclient", "id": 7, "url": "/x/", "unknown": true});
    let made = admin.post(LIST, body).await.expect(201).json();
    let id = made["id"].as_i64().unwrap();
    assert_ne!(id, 7);
    assert_json!("email_template", made);
    assert_eq!(made["url"], format!("/clerk/templates/email/{id}/"));
    let same: bool = app
        .db
        .value("SELECT created_at = $1 AND modified_at = $1 FROM emails_emailtemplate", &[&now])
        .await;
    assert!(same);
    assert_eq!(admin.get(&format!("{LIST}{id}/")).await.expect(200).json(), made);
    let bare = json!({"topic": "RENT_REDUCTION", "name": "Bare"});
    let made = admin.post(LIST, bare).await.expect(201).json();
    assert_eq!((&made["subject"], &made["text"]), (&json!(""), &json!("")));
}

#[tokio::test]
async fn what_is_wrong_is_told_at_once() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let good = json!({"topic": "BONDS", "name": "a", "subject": "b", "text": "c"});
    for (name, value, code) in [
        ("topic", json!("NOPE"), "invalid_choice"),
        ("topic", json!(""), "invalid_choice"),
        ("topic", json!(null), "null"),
        ("name", json!(""), "blank"),
        ("name", json!(null), "null"),
        ("name", json!("x".repeat(65)), "max_length"),
        ("name", json!("a\u{0}"), "null_characters_not_allowed"),
        ("name", json!([]), "invalid"),
        ("subject", json!(""), "blank"),
        ("subject", json!("x".repeat(1025)), "max_length"),
        ("text", json!(null), "null"),
        ("text", json!({}), "invalid"),
    ] {
        let mut body = good.clone();
        body[name] = value;
        let reply = admin.post(LIST, body).await.expect(400);
        let expected = ("validation_error".to_owned(), code.to_owned(), Some(name.to_owned()));
        assert_eq!(reply.error(), expected);
    }
    let errors = admin.post(LIST, json!({})).await.expect(400).json();
    let fields: Vec<_> = errors["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| (error["attr"].as_str().unwrap(), error["code"].as_str().unwrap()))
        .collect();
    assert_eq!(fields, [("name", "required"), ("topic", "required")]);
    let stored: i64 = app.db.value("SELECT count(*) FROM emails_emailtemplate", &[]).await;
    assert_eq!(stored, 0);
    let mut longest = good;
    longest["name"] = json!("é".repeat(64));
    longest["text"] = json!("");
    admin.post(LIST, longest).await.expect(201);
}

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

#[tokio::test]
async fn a_template_is_deleted() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let gone = factories::email_template(&app.db, "GENERAL", "Gone").await;
    let kept = factories::email_template(&app.db, "GENERAL", "Kept").await;
    let path = format!("/clerk/api/template-email/{gone}/");
    let reply = admin.delete(&path).await.expect(204);
    assert!(reply.body.is_empty());
    admin.delete(&path).await.expect(404);
    let left: i32 = app.db.value("SELECT id FROM emails_emailtemplate", &[]).await;
    assert_eq!(left, kept);
}

/// The API of notifications has the same rules.
#[tokio::test]
async fn only_admins_and_superusers() {
    let app = TestApp::start().await;
    let email = factories::email_template(&app.db, "GENERAL", "Hello").await;
    let notify = factories::notification_template(&app.db, "GENERAL", "Hello").await;
    let others =
        [app.no_role().await, app.paralegal().await, app.lawyer().await, app.coordinator().await];
    for (list, id) in [("template-email", email), ("template-notify", notify)] {
        let list = format!("/clerk/api/{list}/");
        let (detail, gone) = (format!("{list}{id}/"), format!("{list}999999/"));
        let all = [
            (Method::GET, &list),
            (Method::POST, &list),
            (Method::GET, &detail),
            (Method::PATCH, &detail),
            (Method::PUT, &detail),
            (Method::DELETE, &detail),
            (Method::GET, &gone),
            (Method::PATCH, &gone),
            (Method::DELETE, &gone),
        ];
        for (method, path) in all {
            // The refusal comes before anything is said about the row or the body.
            let ask =
                |actor: &clerk_tests::Actor| actor.request(method.clone(), path).json(&json!({}));
            for actor in &others {
                let reply = actor.send(ask(actor)).await.expect(403);
                assert_eq!(reply.error().1, "permission_denied", "{method} {path}");
            }
            for actor in [app.anonymous(), app.inactive().await] {
                let reply = actor.send(ask(&actor)).await.expect(403);
                assert_eq!(reply.error().1, "not_authenticated", "{method} {path}");
            }
        }
        for actor in [app.admin().await, app.superuser().await] {
            actor.get(&list).await.expect(200);
            actor.get(&detail).await.expect(200);
            actor.patch(&detail, json!({})).await.expect(200);
            for wrong in [&gone, &format!("{list}x/"), &format!("{list}99999999999/")] {
                actor.get(wrong).await.expect(404);
                actor.patch(wrong, json!({"topic": "NOPE"})).await.expect(404);
                actor.put(wrong, json!({})).await.expect(404);
                actor.delete(wrong).await.expect(404);
            }
            for path in [&list, &detail] {
                let request = actor.request(Method::from_bytes(b"TRACE").unwrap(), path);
                assert_eq!(actor.send(request).await.expect(405).error().1, "method_not_allowed");
            }
        }
    }
    let left: i64 = app.db.value("SELECT count(*) FROM emails_emailtemplate", &[]).await;
    assert_eq!(left, 1);
}
