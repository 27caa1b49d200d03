//! The places where clients live.

use clerk_tests::{TestApp, assert_json, factories};
use serde_json::json;

#[tokio::test]
async fn who_may_see_and_change_one() {
    let app = TestApp::start().await;
    let (paralegal, lawyer) = (app.paralegal().await, app.lawyer().await);
    let case = factories::case().paralegal(paralegal.id()).lawyer(lawyer.id());
    let path = format!("/clerk/api/tenancy/{}/", case.create(&app.db).await.tenancy);
    let other = app.paralegal().await;
    factories::case().paralegal(other.id()).create(&app.db).await;
    for (actor, status) in [
        (paralegal, 200),
        (lawyer, 200),
        (other, 403),
        (app.lawyer().await, 403),
        (app.no_role().await, 403),
        (app.inactive().await, 403),
        (app.anonymous(), 403),
        (app.coordinator().await, 200),
        (app.admin().await, 200),
        (app.superuser().await, 200),
    ] {
        actor.get(&path).await.expect(status);
        actor.patch(&path, json!({"suburb": "Carlton"})).await.expect(status);
        let wrong = json!({"address": "", "suburb": "", "postcode": ""});
        actor.put(&path, wrong).await.expect(if status == 200 { 400 } else { 403 });
        if status == 200 {
            actor.patch("/clerk/api/tenancy/999999/", json!({"address": ""})).await.expect(404);
            actor.get("/clerk/api/tenancy/x/").await.expect(404);
        }
    }
}

#[tokio::test]
async fn what_is_known_of_a_home() {
    let app = TestApp::builder().at("2026-06-01T00:00:00Z".parse().unwrap()).start().await;
    let coordinator = app.coordinator().await;
    let landlord = factories::person(&app.db, "Lana Landlord").await;
    let id = factories::tenancy(&app.db, None, None).await;
    let path = format!("/clerk/api/tenancy/{id}/");
    let card = json!({
        "address": " 2 Test Street ", "suburb": "Carlton", "postcode": "3053",
        "started": "01/02/2020", "is_on_lease": "VERBAL", "rental_circumstances": "FAMILY",
    });
    let tenancy = coordinator.put(&path, card).await.expect(200).json();
    assert_eq!(tenancy["address"], "2 Test Street");
    assert_eq!(tenancy["started"], "01/02/2020");
    assert_eq!(tenancy["is_on_lease"]["display"], "A verbal agreement");
    assert_eq!(tenancy["url"], format!("/clerk/tenancy/{id}/"));
    for nothing in [json!(null), json!("")] {
        let body = json!({
            "suburb": nothing, "postcode": nothing, "started": nothing, "is_on_lease": nothing,
            "rental_circumstances": nothing,
        });
        let tenancy = coordinator.patch(&path, body).await.expect(200).json();
        assert_eq!(tenancy["suburb"], json!(null));
        assert_eq!(tenancy["postcode"], json!(null));
        assert_eq!(tenancy["started"], json!(null));
        assert_eq!(tenancy["is_on_lease"]["value"], "");
        assert_eq!(tenancy["rental_circumstances"]["value"], "");
    }
    let both = json!({"landlord_id": landlord, "agent_id": landlord});
    let tenancy = coordinator.patch(&path, both).await.expect(200).json();
    assert_json!("tenancy", tenancy);
    assert_eq!(tenancy["agent"]["id"], landlord);
    let tenancy = coordinator.patch(&path, json!({"landlord_id": null})).await.expect(200).json();
    assert_eq!((&tenancy["landlord"], &tenancy["agent"]["id"]), (&json!(null), &json!(landlord)));
    let modified: bool =
        app.db.value("SELECT modified_at = '2026-06-01T00:00:00Z' FROM core_tenancy", &[]).await;
    assert!(modified);
}

#[tokio::test]
async fn what_is_refused() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let id = factories::tenancy(&app.db, None, None).await;
    let path = format!("/clerk/api/tenancy/{id}/");
    let before = coordinator.get(&path).await.json();
    for (attr, value, code) in [
        ("address", json!(""), "blank"),
        ("address", json!("x".repeat(257)), "max_length"),
        ("suburb", json!("x".repeat(129)), "max_length"),
        ("postcode", json!("1234567"), "max_length"),
        ("started", json!("2020-02-01"), "invalid"),
        ("is_on_lease", json!("MAYBE"), "invalid_choice"),
        ("rental_circumstances", json!("TENT"), "invalid_choice"),
        ("landlord_id", json!(999_999), "does_not_exist"),
        ("agent_id", json!(99_999_999_999_i64), "does_not_exist"),
        ("agent_id", json!("x"), "incorrect_type"),
    ] {
        let body = json!({attr: value, "rental_circumstances": "X"});
        let body = if attr == "landlord_id" { json!({attr: 999_999}) } else { body };
        let reply = coordinator.patch(&path, body).await.expect(400);
        let errors = reply.json()["errors"].as_array().unwrap().clone();
        let error = errors.iter().find(|error| error["attr"] == attr).unwrap();
        if attr != "rental_circumstances" {
            assert_eq!(error["code"], code, "{attr}");
        }
    }
    assert_eq!(coordinator.get(&path).await.json(), before);
    let lacking = coordinator.put(&path, json!({})).await.expect(400).json();
    assert_eq!(lacking["errors"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn a_party_of_other_cases_cannot_be_named_to_be_seen() {
    let app = TestApp::start().await;
    let paralegal = app.paralegal().await;
    let agent = factories::person(&app.db, "Arno Agent").await;
    let stranger = factories::person(&app.db, "Dora Stranger").await;
    let tenancy = factories::tenancy(&app.db, None, Some(agent)).await;
    factories::case().tenancy(tenancy).paralegal(paralegal.id()).create(&app.db).await;
    let path = format!("/clerk/api/tenancy/{tenancy}/");
    let reply = paralegal.patch(&path, json!({"landlord_id": stranger})).await.expect(400);
    let expected = ("validation_error".into(), "does_not_exist".into(), Some("landlord_id".into()));
    assert_eq!(reply.error(), expected);
    paralegal.patch(&path, json!({"landlord_id": agent})).await.expect(200);
}
