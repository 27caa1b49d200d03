//! `PATCH /clerk/api/case/<uuid>/services/<id>/`.

use clerk_tests::{TestApp, factories};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{discrete, events, one, ongoing, url};
use crate::cases::{assert_wrong, count, everybody, stories};

#[tokio::test]
async fn the_whole_object_comes_back_changed() {
    let app = TestApp::builder().at("2026-06-01T03:00:00Z".parse().unwrap()).start().await;
    let coordinator = app.coordinator().await;
    let case = factories::case().create(&app.db).await;
    let service = coordinator.post(&url(case.id), ongoing()).await.expect(201).json();
    app.ctx.clock.set("2026-06-02T03:00:00Z".parse().unwrap());
    let mut whole = service.clone();
    whole["finished_at"] = json!("");
    whole["notes"] = json!("Going on");
    whole["count"] = json!(5);
    let path = one(case.id, &service["id"]);
    let changed = coordinator.patch(&path, whole).await.expect(200).json();
    let mut expected = service.clone();
    expected["finished_at"] = json!(null);
    expected["notes"] = json!("Going on");
    assert_eq!(changed, expected);
    assert_eq!(coordinator.get(&path).await.expect(200).json(), expected);
    let events = events(&app.db).await;
    assert_eq!((events.len(), events[1].0.as_str()), (2, "UPDATE"));
    assert_eq!(events[1].2["created_at"], "2026-06-01T13:00:00+10:00");
    assert_eq!(events[1].2["modified_at"], "2026-06-02T13:00:00+10:00");
    assert_eq!(events[1].2["notes"], "Going on");
    assert!(stories(&coordinator, case.id).await[0].contains("updated an ongoing service"));
}

#[tokio::test]
async fn single_fields_have_to_fit_the_rest() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let case = factories::case().create(&app.db).await;
    let other = factories::case().create(&app.db).await;
    let first = coordinator.post(&url(case.id), discrete()).await.expect(201).json();
    let second = coordinator.post(&url(case.id), ongoing()).await.expect(201).json();
    let (first, second) = (one(case.id, &first["id"]), one(case.id, &second["id"]));
    for (path, body, code, attr) in [
        (&first, json!({"type": "LEGAL_SUPPORT"}), "invalid", "type"),
        (&first, json!({"category": "ONGOING"}), "invalid", "type"),
        (&first, json!({"category": "DISCRETE"}), "invalid", "count"),
        (&first, json!({"count": 0}), "invalid", "count"),
        (&first, json!({"count": null}), "null", "count"),
        (&first, json!({"started_at": null}), "null", "started_at"),
        (&first, json!({"finished_at": "24/03/2026"}), "invalid", "finished_at"),
        (&second, json!({"started_at": "02/04/2026"}), "invalid", "finished_at"),
        (&second, json!({"type": "LEGAL_TASK"}), "invalid", "type"),
        (&second, json!({"category": "DISCRETE", "count": 2}), "invalid", "type"),
        (&second, json!({"issue_id": other.id}), "invalid", "issue_id"),
        (&second, json!({"issue_id": Uuid::new_v4()}), "invalid", "issue_id"),
        (&second, json!({"issue_id": "x"}), "invalid", "issue_id"),
        (&second, json!({"category": "NOPE"}), "invalid_choice", "category"),
    ] {
        assert_wrong(&coordinator.patch(path, body).await, code, attr);
    }
    assert_eq!(count(&app.db, "core_serviceevent").await, 2);
    for (path, body, key, expected) in [
        (&first, json!({"count": "4"}), "count", json!(4)),
        (&first, json!({"notes": null}), "notes", json!(null)),
        (&first, json!({"type": "LEGAL_ADVICE"}), "type", json!("LEGAL_ADVICE")),
        (&first, json!({"category": "ONGOING", "type": "LEGAL_SUPPORT"}), "count", json!(1)),
        (&second, json!({"count": 7}), "count", json!(1)),
        (&second, json!({"issue_id": case.id, "finished_at": null}), "finished_at", json!(null)),
        (&second, json!({"started_at": "02/04/2026"}), "started_at", json!("02/04/2026")),
    ] {
        let changed: Value = coordinator.patch(path, body).await.expect(200).json();
        assert_eq!(changed[key], expected);
    }
}

#[tokio::test]
async fn who_changes_services() {
    let app = TestApp::start().await;
    let case = factories::case().create(&app.db).await;
    let other = factories::case().create(&app.db).await;
    let everybody = everybody(&app, &case).await;
    let service = app.coordinator().await.post(&url(case.id), discrete()).await.expect(201).json();
    let path = one(case.id, &service["id"]);
    for (name, actor, may_see) in &everybody {
        let body = if *may_see { json!({"notes": name}) } else { json!({"count": "x"}) };
        let status = if *may_see { 200 } else { 403 };
        assert_eq!(actor.patch(&path, body).await.status, status, "{name}");
        assert_eq!(actor.get(&path).await.status, status, "{name}");
    }
    app.db.execute("UPDATE core_issue SET is_open = false", &[]).await;
    for (name, actor, may_see) in &everybody {
        let is_better = ["coordinator", "admin", "superuser"].contains(name);
        let status = if is_better { 200 } else { 403 };
        assert_eq!(actor.patch(&path, json!({"notes": name})).await.status, status, "{name}");
        assert_eq!(actor.get(&path).await.status, if *may_see { 200 } else { 403 }, "{name}");
    }
    let coordinator = app.coordinator().await;
    let missing = [
        one(other.id, &service["id"]),
        one(case.id, &json!(999_999)),
        one(case.id, &json!(99_999_999_999_u64)),
        format!("{}x/", url(case.id)),
        one(Uuid::new_v4(), &service["id"]),
    ];
    for path in missing {
        assert_eq!(coordinator.patch(&path, json!({"count": "x"})).await.status, 404, "{path}");
        assert_eq!(coordinator.get(&path).await.status, 404, "{path}");
        assert_eq!(coordinator.delete(&path).await.status, 404, "{path}");
    }
    assert_eq!(coordinator.put(&path, json!({})).await.status, 405);
}

#[tokio::test]
async fn changes_at_once_lose_nothing() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let case = factories::case().create(&app.db).await;
    let service = coordinator.post(&url(case.id), discrete()).await.expect(201).json();
    let path = one(case.id, &service["id"]);
    let fields = [
        ("count", json!(9)),
        ("notes", json!("Well")),
        ("type", json!("LEGAL_ADVICE")),
        ("finished_at", json!("26/03/2026")),
    ];
    let changes = fields.iter().map(|(key, value)| coordinator.patch(&path, json!({*key: value})));
    for reply in futures_util::future::join_all(changes).await {
        reply.expect(200);
    }
    let service = coordinator.get(&path).await.json();
    for (key, value) in fields {
        assert_eq!(service[key], value, "{key}");
    }
    // The last of the records is what there is.
    let last = events(&app.db).await.pop().unwrap().2;
    assert_eq!((&last["count"], &last["notes"]), (&service["count"], &service["notes"]));
}
