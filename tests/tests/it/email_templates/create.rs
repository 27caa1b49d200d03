//! Making a template.

use clerk_tests::TestApp;
use serde_json::json;

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
    assert_eq!(
        made,
        json!({"id": id, "name": "Hello", "topic": "GENERAL", "subject": "About <you>",
               "text": "Dear\nclient", "created_at": "02/02/26",
               "url": format!("/clerk/templates/email/{id}/")})
    );
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
        .map(|it| (it["attr"].as_str().unwrap(), it["code"].as_str().unwrap()))
        .collect();
    assert_eq!(fields, [("name", "required"), ("topic", "required")]);
    let stored: i64 = app.db.value("SELECT count(*) FROM emails_emailtemplate", &[]).await;
    assert_eq!(stored, 0);
    let mut longest = good;
    longest["name"] = json!("é".repeat(64));
    longest["text"] = json!("");
    admin.post(LIST, longest).await.expect(201);
}
