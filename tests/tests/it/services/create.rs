//! `POST /clerk/api/case/<uuid>/services/`.

use clerk_tests::{TestApp, assert_json, factories};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{discrete, events, ongoing, url};
use crate::cases::{assert_wrong, count, everybody, stories, wrong};

#[tokio::test]
async fn a_service_is_added_and_recorded() {
    let app = TestApp::builder().at("2026-06-01T03:00:00.25Z".parse().unwrap()).start().await;
    let coordinator = app.coordinator().await;
    let case = factories::case().create(&app.db).await;
    let service = coordinator.post(&url(case.id), discrete()).await.expect(201).json();
    let mut other = ongoing();
    other["count"] = json!(9);
    let second = coordinator.post(&url(case.id), other).await.expect(201).json();
    assert_json!("services", json!([service, second]));
    assert_eq!(service["issue_id"], json!(case.id));

    let events = events(&app.db).await;
    assert_eq!(events.len(), 2);
    let (kind, user, at_event) = &events[0];
    assert_eq!((kind.as_str(), *user), ("CREATE", coordinator.id()));
    // As the original's serializer writes it.
    assert_json!("service_at_event", at_event);
    assert_eq!((&at_event["id"], &at_event["issue"]), (&service["id"], &json!(case.id)));
    let texts = stories(&coordinator, case.id).await;
    assert_eq!(texts.len(), 2);
    assert!(texts[0].contains("added an ongoing service"), "{texts:?}");
    assert!(texts[1].contains("added a discrete service"), "{texts:?}");
    let notes: i64 = app
        .db
        .value(
            "SELECT count(*) FROM core_issuenote note \
             JOIN django_content_type type ON type.id = content_type_id AND model = 'serviceevent' \
             JOIN core_serviceevent event ON event.id = object_id \
             WHERE note.created_at = event.created_at AND note.note_type = 'EVENT'",
            &[],
        )
        .await;
    assert_eq!(notes, 2);
}

#[tokio::test]
async fn what_is_wrong_is_told_and_nothing_is_made() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let case = factories::case().create(&app.db).await;
    let with = |mut body: Value, key: &str, value: Value| {
        body[key] = value;
        body
    };
    for (body, code, attr) in [
        (with(discrete(), "category", json!("NOPE")), "invalid_choice", "category"),
        (with(discrete(), "type", json!("NOPE")), "invalid_choice", "type"),
        (with(discrete(), "type", json!("LEGAL_SUPPORT")), "invalid", "type"),
        (with(ongoing(), "type", json!("LEGAL_TASK")), "invalid", "type"),
        (with(discrete(), "count", json!(0)), "invalid", "count"),
        (with(discrete(), "count", json!(-1)), "min_value", "count"),
        (with(discrete(), "count", json!(null)), "null", "count"),
        (with(discrete(), "count", json!("x")), "invalid", "count"),
        (with(discrete(), "count", json!(3_000_000_000_u64)), "max_value", "count"),
        (with(discrete(), "started_at", json!("31/02/2026")), "invalid", "started_at"),
        (with(discrete(), "started_at", json!("")), "invalid", "started_at"),
        (with(ongoing(), "finished_at", json!("24/03/2026")), "invalid", "finished_at"),
        (with(ongoing(), "finished_at", json!("soon")), "invalid", "finished_at"),
        (with(ongoing(), "notes", json!("\0")), "null_characters_not_allowed", "notes"),
    ] {
        let reply = coordinator.post(&url(case.id), body.clone()).await;
        assert_wrong(&reply, code, attr);
    }
    let mut without = discrete();
    without.as_object_mut().unwrap().remove("count");
    assert_wrong(&coordinator.post(&url(case.id), without).await, "invalid", "count");
    let missing = wrong(&coordinator.post(&url(case.id), json!({})).await);
    let required = |attr: &str| ("required".to_owned(), attr.to_owned());
    assert_eq!(missing, ["category", "type", "started_at"].map(required));
    for table in ["core_service", "core_serviceevent", "core_issuenote"] {
        assert_eq!(count(&app.db, table).await, 0, "{table}");
    }
    // Numbers may be texts, an end may be blank.
    let body = with(with(discrete(), "count", json!("2")), "finished_at", json!(""));
    let service = coordinator.post(&url(case.id), body).await.expect(201).json();
    assert_eq!((&service["count"], &service["finished_at"]), (&json!(2), &json!(null)));
    for path in [url(Uuid::new_v4()), "/clerk/api/case/x/services/".to_owned()] {
        assert_eq!(coordinator.post(&path, json!({})).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn who_adds_services() {
    let app = TestApp::start().await;
    let case = factories::case().create(&app.db).await;
    let everybody = everybody(&app, &case).await;
    for (name, actor, may_see) in &everybody {
        let body = if *may_see { discrete() } else { json!({}) };
        let status = if *may_see { 201 } else { 403 };
        assert_eq!(actor.post(&url(case.id), body).await.status, status, "{name}");
    }
    app.db.execute("UPDATE core_issue SET is_open = false", &[]).await;
    for (name, actor, _) in &everybody {
        let is_better = ["coordinator", "admin", "superuser"].contains(name);
        let status = if is_better { 201 } else { 403 };
        assert_eq!(actor.post(&url(case.id), ongoing()).await.status, status, "{name}");
    }
    assert_eq!(count(&app.db, "core_service").await, 8);
    assert_eq!(count(&app.db, "core_serviceevent").await, 8);
}
