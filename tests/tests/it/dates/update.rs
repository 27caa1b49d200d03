//! `PATCH` and `PUT /clerk/api/date/<id>/`.

use clerk_tests::factories;
use serde_json::json;
use uuid::Uuid;

use super::{URL, body, hearing, log, one, start, with};
use crate::cases::{assert_wrong, count, everybody, stories, wrong};

#[tokio::test]
async fn what_changed_is_logged() {
    let app = start().await;
    let admin = app.admin().await;
    let case = factories::case().create(&app.db).await;
    let date = admin.post(URL, body(case.id)).await.expect(201).json();
    let path = one(&date["id"]);
    app.ctx.clock.set("2026-06-01T01:00:00Z".parse().unwrap());
    let body = json!({"notes": "Later", "date": "2026-06-05", "type": "LIMITATION",
                      "is_reviewed": true, "issue": {"id": "x"}, "issue_id": case.id});
    let changed = admin.patch(&path, body).await.expect(200).json();
    let mut expected = date.clone();
    expected["notes"] = json!("Later");
    expected["date"] = json!("05/06/2026");
    expected["is_reviewed"] = json!(true);
    assert_eq!(changed, expected);
    let entries = log(&app.db).await;
    assert_eq!(entries.len(), 2);
    assert_eq!(entries[1]["action"], 1);
    assert_eq!(
        entries[1]["changes"],
        json!({"notes": ["<b>Soon</b>", "Later"], "date": ["2026-06-01", "2026-06-05"],
               "is_reviewed": [false, true]})
    );
    let fields = &entries[1]["serialized_data"]["fields"];
    assert_eq!(fields["created_at"], "2026-05-31T20:00:00.123Z");
    assert_eq!(fields["modified_at"], "2026-06-01T01:00:00Z");
    assert_eq!(fields["notes"], "Later");
    assert_eq!(entries[1]["is_note_fine"], true);
    assert!(stories(&admin, case.id).await[0].contains("updated a critical date"));
    // No change, no entry.
    admin.patch(&path, json!({"notes": "Later"})).await.expect(200);
    assert_eq!(log(&app.db).await.len(), 2);
    assert_eq!(count(&app.db, "core_issuenote").await, 2);
}

#[tokio::test]
async fn a_date_that_has_passed_may_stay() {
    let app = start().await;
    let coordinator = app.coordinator().await;
    let case = factories::case().create(&app.db).await;
    let date = coordinator.post(URL, body(case.id)).await.expect(201).json();
    let path = one(&date["id"]);
    app.ctx.clock.set("2026-06-06T01:00:00Z".parse().unwrap());
    let same = json!({"date": "01/06/2026", "notes": "Past"});
    coordinator.patch(&path, same).await.expect(200);
    assert_wrong(&coordinator.patch(&path, json!({"date": "05/06/2026"})).await, "invalid", "date");
    coordinator.patch(&path, json!({"date": "06/06/2026"})).await.expect(200);
    // Closing the case changes nothing about its dates.
    app.db.execute("UPDATE core_issue SET is_open = false", &[]).await;
    coordinator.patch(&path, json!({"notes": "Closed"})).await.expect(200);
}

#[tokio::test]
async fn hearings_come_and_go() {
    let app = start().await;
    let admin = app.admin().await;
    let case = factories::case().create(&app.db).await;
    let date = admin.post(URL, body(case.id)).await.expect(201).json();
    let path = one(&date["id"]);
    let missing = admin.patch(&path, json!({"type": "HEARING_LISTED"})).await;
    assert_wrong(&missing, "invalid", "hearing_type");
    let half = json!({"type": "HEARING_LISTED", "hearing_type": "VIRTUAL"});
    assert_wrong(&admin.patch(&path, half).await, "invalid", "hearing_location");
    // Said of something that is no hearing, it is not kept.
    let kept = admin.patch(&path, json!({"hearing_type": "VIRTUAL"})).await.expect(200).json();
    assert!(kept.get("hearing_type").is_none());
    let whole = admin.patch(&path, hearing(case.id)).await.expect(200).json();
    assert_eq!(whole["hearing_location"], "<p>Online</p>");
    for key in ["hearing_type", "hearing_location"] {
        assert_wrong(&admin.patch(&path, json!({ key: "" })).await, "invalid", key);
    }
    let moved = admin.patch(&path, json!({"hearing_location": "VCAT"})).await.expect(200).json();
    assert_eq!(moved["hearing_location"], "VCAT");
    // An old one without a place can still be reviewed.
    app.db.execute("UPDATE core_issuedate SET hearing_location = ''", &[]).await;
    admin.patch(&path, json!({"is_reviewed": true})).await.expect(200);
    let plain = admin.patch(&path, json!({"type": "OTHER"})).await.expect(200).json();
    assert!(plain.get("hearing_type").is_none());
    let entries = log(&app.db).await;
    let last = &entries.last().unwrap()["changes"];
    assert_eq!(
        last,
        &json!({"type": ["HEARING_LISTED", "OTHER"], "hearing_type": ["VIRTUAL", ""]})
    );
}

#[tokio::test]
async fn what_is_wrong_is_told_and_nothing_is_changed() {
    let app = start().await;
    let coordinator = app.coordinator().await;
    let case = factories::case().create(&app.db).await;
    let other = factories::case().create(&app.db).await;
    let date = coordinator.post(URL, body(case.id)).await.expect(201).json();
    let path = one(&date["id"]);
    for (body, code, attr) in [
        (json!({"issue_id": other.id}), "invalid", "issue_id"),
        (json!({"issue_id": Uuid::new_v4()}), "invalid", "issue_id"),
        (json!({"issue_id": "x"}), "invalid", "issue_id"),
        (json!({"type": "NOPE"}), "invalid_choice", "type"),
        (json!({"date": "31/05/2026"}), "invalid", "date"),
        (json!({"date": ""}), "invalid", "date"),
        (json!({"notes": null}), "null", "notes"),
        (json!({"hearing_type": "NOPE"}), "invalid_choice", "hearing_type"),
    ] {
        assert_wrong(&coordinator.patch(&path, body).await, code, attr);
    }
    let missing = wrong(&coordinator.put(&path, json!({})).await);
    let required = |attr: &str| ("required".to_owned(), attr.to_owned());
    assert_eq!(missing, ["issue_id", "type", "date"].map(required));
    assert_eq!(coordinator.get(&path).await.json(), date);
    assert_eq!(log(&app.db).await.len(), 1);
    let put = with(body(case.id), "notes", json!("New"));
    let changed = coordinator.put(&path, put).await.expect(200).json();
    assert_eq!(changed["notes"], "New");
    for path in [one(&json!(999_999)), format!("{URL}x/"), one(&json!(99_999_999_999_u64))] {
        assert_eq!(coordinator.patch(&path, json!({"date": "x"})).await.status, 404, "{path}");
        assert_eq!(coordinator.get(&path).await.status, 404, "{path}");
        assert_eq!(app.no_role().await.patch(&path, json!({})).await.status, 403, "{path}");
    }
}

#[tokio::test]
async fn who_changes_dates() {
    let app = start().await;
    let case = factories::case().create(&app.db).await;
    let date = app.coordinator().await.post(URL, body(case.id)).await.expect(201).json();
    let path = one(&date["id"]);
    for (name, actor, may_see) in everybody(&app, &case).await {
        let status = if may_see { 200 } else { 403 };
        let body = if may_see { json!({"notes": name}) } else { json!({"date": "x"}) };
        assert_eq!(actor.patch(&path, body).await.status, status, "{name}");
        assert_eq!(actor.get(&path).await.status, status, "{name}");
        let is_reviewer = ["admin", "superuser"].contains(&name);
        let status = if is_reviewer { 200 } else { 403 };
        for is_reviewed in [false, true, false] {
            let reply = actor.patch(&path, json!({"is_reviewed": is_reviewed})).await;
            assert_eq!(reply.status, status, "{name}");
        }
    }
}

#[tokio::test]
async fn changes_at_once_lose_nothing() {
    let app = start().await;
    let admin = app.admin().await;
    let case = factories::case().create(&app.db).await;
    let date = admin.post(URL, hearing(case.id)).await.expect(201).json();
    let path = one(&date["id"]);
    let fields = [
        ("notes", json!("Well")),
        ("is_reviewed", json!(true)),
        ("hearing_location", json!("VCAT")),
        ("date", json!("09/06/2026")),
    ];
    let changes = fields.iter().map(|(key, value)| admin.patch(&path, json!({*key: value})));
    for reply in futures_util::future::join_all(changes).await {
        reply.expect(200);
    }
    let date = admin.get(&path).await.json();
    for (key, value) in fields {
        assert_eq!(date[key], value, "{key}");
    }
    assert!(
        log(&app.db).await[1..]
            .iter()
            .all(|entry| entry["changes"].as_object().unwrap().len() == 1)
    );
}
