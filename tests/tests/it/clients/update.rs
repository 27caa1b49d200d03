//! `PATCH` and `PUT /clerk/api/client/<uuid>/`.

use clerk_tests::{TestApp, assert_json, factories};
use serde_json::json;
use uuid::Uuid;

#[tokio::test]
async fn the_cards_of_the_page() {
    let app = TestApp::builder().at("2026-06-01T00:00:00Z".parse().unwrap()).start().await;
    let paralegal = app.paralegal().await;
    let case = factories::case().paralegal(paralegal.id()).create(&app.db).await;
    let path = format!("/clerk/api/client/{}/", case.client);
    let personal = json!({
        "first_name": " Clara ", "last_name": "Client", "preferred_name": null, "gender": "",
        "pronouns": null, "date_of_birth": "06/05/1990", "notes": "A note", "age": 3, "url": "x",
    });
    let client = paralegal.patch(&path, personal).await.expect(200).json();
    assert_eq!(client["first_name"], "Clara");
    assert_eq!(client["date_of_birth"], "06/05/1990");
    assert_eq!(client["age"], 36);
    assert_eq!((&client["gender"], &client["pronouns"]), (&json!(""), &json!("")));
    for nothing in [json!(null), json!("")] {
        let client = paralegal.patch(&path, json!({"date_of_birth": nothing})).await.expect(200);
        assert!(client.json()["date_of_birth"].is_null());
    }
    let contact = json!({
        "email": "new@example.com", "phone_number": "", "call_times": ["SUNDAY"],
        "contact_restriction": "", "contact_notes": "Rings at night",
    });
    let client = paralegal.patch(&path, contact).await.expect(200).json();
    assert_eq!(client["call_times"]["value"], json!(["SUNDAY"]));
    assert_eq!(client["email"], "new@example.com");
    let other = json!({
        "eligibility_notes": "", "eligibility_circumstances": [], "centrelink_support": false,
        "number_of_dependents": "3", "primary_language": "Greek", "requires_interpreter": "NO",
        "is_aboriginal_or_torres_strait_islander": "YES_TSI", "primary_language_non_english": true,
    });
    let client = paralegal.patch(&path, other).await.expect(200).json();
    assert_json!("client", client);
    assert_eq!(paralegal.get(&path).await.expect(200).json(), client);
    let modified: bool =
        app.db.value("SELECT modified_at = '2026-06-01T00:00:00Z' FROM core_client", &[]).await;
    assert!(modified);

    let lacking = paralegal.put(&path, json!({})).await.expect(400).json();
    assert_eq!(lacking["errors"].as_array().unwrap().len(), 3);
    let whole = json!({"first_name": "C", "last_name": "D", "email": "new@example.com"});
    let client = paralegal.put(&path, whole).await.expect(200).json();
    assert_eq!((&client["first_name"], &client["notes"]), (&json!("C"), &json!("A note")));
}

#[tokio::test]
async fn what_is_refused() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let id = factories::client("Clara", "Client").create(&app.db).await;
    let path = format!("/clerk/api/client/{id}/");
    let before = coordinator.get(&path).await.json();
    for (attr, value, code) in [
        ("first_name", json!(""), "blank"),
        ("first_name", json!(null), "null"),
        ("last_name", json!("x".repeat(151)), "max_length"),
        ("preferred_name", json!("x".repeat(151)), "max_length"),
        ("email", json!("x"), "invalid"),
        ("email", json!(""), "blank"),
        ("date_of_birth", json!("1990-05-06"), "invalid"),
        ("date_of_birth", json!("31/02/1990"), "invalid"),
        ("phone_number", json!("0".repeat(33)), "max_length"),
        ("gender", json!("x".repeat(65)), "max_length"),
        ("pronouns", json!("x".repeat(33)), "max_length"),
        ("centrelink_support", json!("maybe"), "invalid"),
        ("centrelink_support", json!(null), "null"),
        ("eligibility_notes", json!("x".repeat(1025)), "max_length"),
        ("requires_interpreter", json!("MORSE"), "invalid_choice"),
        ("is_aboriginal_or_torres_strait_islander", json!("X"), "invalid_choice"),
        ("primary_language", json!("x".repeat(33)), "max_length"),
        ("number_of_dependents", json!("many"), "invalid"),
        ("number_of_dependents", json!(2_147_483_648_i64), "max_value"),
        ("number_of_dependents", json!(-2_147_483_649_i64), "min_value"),
        ("eligibility_circumstances", json!("HOUSING"), "not_a_list"),
        ("contact_restriction", json!("X"), "invalid_choice"),
        ("contact_notes", json!("a\0"), "null_characters_not_allowed"),
        ("call_times", json!(null), "null"),
    ] {
        let reply = coordinator.patch(&path, json!({attr: value, "notes": "!"})).await.expect(400);
        let expected = ("validation_error".into(), code.into(), Some(attr.into()));
        assert_eq!(reply.error(), expected, "{attr}");
    }
    let reply = coordinator.patch(&path, json!({"call_times": ["SUNDAY", "NEVER"]})).await;
    assert_eq!(reply.expect(400).error().2.unwrap(), "call_times.1");
    assert_eq!(coordinator.get(&path).await.json(), before);
}

#[tokio::test]
async fn refused_in_the_order_of_the_original() {
    let app = TestApp::start().await;
    let id = factories::client("Clara", "Client").create(&app.db).await;
    let (path, wrong) = (format!("/clerk/api/client/{id}/"), json!({"email": "x"}));
    let missing = format!("/clerk/api/client/{}/", Uuid::new_v4());
    for actor in [app.anonymous(), app.no_role().await, app.inactive().await] {
        actor.patch(&missing, wrong.clone()).await.expect(403);
    }
    for actor in [app.paralegal().await, app.lawyer().await] {
        actor.patch(&path, wrong.clone()).await.expect(403);
        actor.put(&path, wrong.clone()).await.expect(403);
        actor.patch(&missing, wrong.clone()).await.expect(404);
    }
    for actor in [app.coordinator().await, app.admin().await, app.superuser().await] {
        actor.patch(&path, wrong.clone()).await.expect(400);
        actor.patch(&path, json!({"notes": "Hello"})).await.expect(200);
    }
}

#[tokio::test]
async fn no_two_clients_share_an_address() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let first = factories::client("Ada", "Able").create(&app.db).await;
    let second = factories::client("Bob", "Bee").create(&app.db).await;
    let path = |id: Uuid| format!("/clerk/api/client/{id}/");
    coordinator.patch(&path(first), json!({"email": "Shared@example.com"})).await.expect(200);
    coordinator.patch(&path(first), json!({"email": "shared@example.com"})).await.expect(200);
    let reply = coordinator.patch(&path(second), json!({"email": "SHARED@example.com"})).await;
    let expected = ("validation_error".into(), "unique".into(), Some("email".into()));
    assert_eq!(reply.expect(400).error(), expected);
    // Those who share one from before can still be saved.
    app.db
        .execute("UPDATE core_client SET email = 'shared@example.com' WHERE id = $1", &[&second])
        .await;
    let card = json!({"email": "shared@example.com", "phone_number": "1"});
    coordinator.patch(&path(second), card).await.expect(200);

    // Whoever comes first gets it.
    let (first, second) = (path(first), path(second));
    let (one, two) = tokio::join!(
        coordinator.patch(&first, json!({"email": "race@example.com"})),
        coordinator.patch(&second, json!({"email": "Race@example.com"})),
    );
    let mut statuses = [one.status.as_u16(), two.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 400]);
}

#[tokio::test]
async fn two_changes_at_once_keep_each_other() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let id = factories::client("Ada", "Able").create(&app.db).await;
    let path = format!("/clerk/api/client/{id}/");
    for round in 0..5 {
        let text = round.to_string();
        let (one, two) = tokio::join!(
            coordinator.patch(&path, json!({"notes": text})),
            coordinator.patch(&path, json!({"contact_notes": text})),
        );
        one.expect(200);
        two.expect(200);
        let client = coordinator.get(&path).await.json();
        assert_eq!((&client["notes"], &client["contact_notes"]), (&json!(text), &json!(text)));
    }
}
