//! Making, changing and deleting parties.

use clerk_tests::{TestApp, assert_json, factories};
use serde_json::{Value, json};

fn alma() -> Value {
    json!({
        "full_name": " Alma Agent ", "email": "alma@x.org", "address": "1 Test Street",
        "phone_number": "", "support_contact_preferences": "COPY_ME_IN",
    })
}

#[tokio::test]
async fn made_changed_and_replaced() {
    let app = TestApp::builder().at("2026-06-01T00:00:00Z".parse().unwrap()).start().await;
    let coordinator = app.coordinator().await;
    let made = coordinator.post("/clerk/api/person/", alma()).await.expect(201).json();
    let id = made["id"].as_i64().unwrap();
    assert_json!("person", made);
    assert_eq!(made["url"], format!("/clerk/parties/{id}/"));
    let path = format!("/clerk/api/person/{id}/");

    app.ctx.clock.set("2026-06-02T00:00:00Z".parse().unwrap());
    let change = json!({"phone_number": "0400", "support_contact_preferences": "", "url": "x"});
    let changed = coordinator.patch(&path, change).await.expect(200).json();
    assert_eq!(changed["phone_number"], "0400");
    assert_eq!(changed["email"], "alma@x.org");
    assert_eq!(changed["support_contact_preferences"]["value"], "");
    let times: bool = app
        .db
        .value(
            "SELECT created_at = '2026-06-01T00:00:00Z' AND modified_at = '2026-06-02T00:00:00Z' \
             FROM core_person",
            &[],
        )
        .await;
    assert!(times);

    let whole = json!({"full_name": "Bea", "support_contact_preferences": ""});
    let replaced = coordinator.put(&path, whole).await.expect(200).json();
    assert_eq!(replaced["full_name"], "Bea");
    assert_eq!(coordinator.get(&path).await.expect(200).json(), replaced);
    coordinator.patch(&path, json!({})).await.expect(200);
}

#[tokio::test]
async fn what_is_refused() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let person = factories::person(&app.db, "Alma Landlord").await;
    let path = format!("/clerk/api/person/{person}/");
    for (attr, value, code) in [
        ("full_name", json!(""), "blank"),
        ("full_name", json!(null), "null"),
        ("full_name", json!("x".repeat(257)), "max_length"),
        ("full_name", json!("a\0b"), "null_characters_not_allowed"),
        ("full_name", json!({}), "invalid"),
        ("email", json!("nobody"), "invalid"),
        ("email", json!(format!("{}@x.org", "x".repeat(150))), "max_length"),
        ("email", json!(null), "null"),
        ("address", json!("x".repeat(257)), "max_length"),
        ("phone_number", json!("0".repeat(33)), "max_length"),
        ("support_contact_preferences", json!("PIGEON"), "invalid_choice"),
        ("support_contact_preferences", json!(null), "null"),
    ] {
        let mut body = alma();
        body[attr] = value;
        let expected = ("validation_error".to_owned(), code.to_owned(), Some(attr.to_owned()));
        let made = coordinator.post("/clerk/api/person/", body.clone()).await.expect(400);
        assert_eq!(made.error(), expected, "{body}");
        let changed = coordinator.patch(&path, json!({attr: body[attr]})).await.expect(400);
        assert_eq!(changed.error(), expected, "{body}");
        coordinator.patch("/clerk/api/person/999999/", body).await.expect(404);
    }
    let lacking = coordinator.put(&path, json!({})).await.expect(400).json();
    let attrs: Vec<&str> = lacking["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["attr"].as_str().unwrap())
        .collect();
    assert_eq!(attrs, ["full_name", "support_contact_preferences"]);
    coordinator.get("/clerk/api/person/x/").await.expect(404);
    coordinator.delete("/clerk/api/person/999999/").await.expect(404);
    let count: i64 = app.db.value("SELECT count(*) FROM core_person", &[]).await;
    assert_eq!(count, 1);
}

#[tokio::test]
async fn whoever_is_deleted_is_named_nowhere() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let gone = factories::person(&app.db, "Alma Gone").await;
    let stays = factories::person(&app.db, "Bert Stays").await;
    let first = factories::tenancy(&app.db, Some(gone), Some(stays)).await;
    let second = factories::tenancy(&app.db, Some(stays), Some(gone)).await;
    factories::case().tenancy(first).support_worker(gone).create(&app.db).await;
    factories::case().tenancy(second).support_worker(stays).create(&app.db).await;
    let path = format!("/clerk/api/person/{gone}/");
    let reply = coordinator.delete(&path).await.expect(204);
    assert!(reply.body.is_empty());
    coordinator.get(&path).await.expect(404);
    coordinator.delete(&path).await.expect(404);
    let row = app
        .db
        .query(
            "SELECT (SELECT array_agg(landlord_id ORDER BY id) FROM core_tenancy), \
             (SELECT array_agg(agent_id ORDER BY id) FROM core_tenancy), \
             (SELECT array_agg(support_worker_id ORDER BY tenancy_id) FROM core_issue)",
            &[],
        )
        .await;
    let named = |at: usize| row[0].get::<_, Vec<Option<i32>>>(at);
    assert_eq!(named(0), [None, Some(stays)]);
    assert_eq!(named(1), [Some(stays), None]);
    assert_eq!(named(2), [None, Some(stays)]);
}
