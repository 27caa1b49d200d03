//! `POST /clerk/api/date/`.

use clerk_tests::{assert_json, factories};
use serde_json::json;
use uuid::Uuid;

use super::{URL, body, hearing, log, one, start, with};
use crate::cases::{assert_wrong, count, everybody, stories, wrong};

#[tokio::test]
async fn a_date_is_added_and_logged() {
    let app = start().await;
    let coordinator = app.coordinator().await;
    let case = factories::case().fileref("R0001").create(&app.db).await;
    let date = coordinator.post(URL, body(case.id)).await.expect(201).json();
    let id = &date["id"];
    assert_json!("date", date);
    let detail = coordinator.get(&format!("/clerk/api/case/{}/", case.id)).await.json();
    assert_eq!(date["issue"], detail["issue"]);
    assert_eq!(coordinator.get(&one(id)).await.expect(200).json(), date);

    let log = log(&app.db).await;
    assert_json!("date_log", json!(log));
    assert_eq!(log[0]["actor_id"], coordinator.id());
    assert_eq!((&log[0]["object_id"], &log[0]["note_case"]), (id, &json!(case.id)));
    let texts = stories(&coordinator, case.id).await;
    assert!(texts[0].contains("added a critical date") && texts[0].contains("01/06/2026"));
}

#[tokio::test]
async fn a_hearing_has_a_type_and_a_place() {
    let app = start().await;
    let coordinator = app.coordinator().await;
    let case = factories::case().create(&app.db).await;
    let date = coordinator.post(URL, hearing(case.id)).await.expect(201).json();
    assert_eq!(date["hearing_type"], "VIRTUAL");
    assert_eq!(date["hearing_location"], "<p>Online</p>");
    assert_eq!(date["notes"], "");
    for key in ["hearing_type", "hearing_location"] {
        let mut without = hearing(case.id);
        without.as_object_mut().unwrap().remove(key);
        assert_wrong(&coordinator.post(URL, without).await, "invalid", key);
        let blank = with(hearing(case.id), key, json!(""));
        assert_wrong(&coordinator.post(URL, blank).await, "invalid", key);
    }
    // Nothing else has.
    let other = with(hearing(case.id), "type", json!("OTHER"));
    let date = coordinator.post(URL, other).await.expect(201).json();
    assert!(date.get("hearing_type").is_none() && date.get("hearing_location").is_none());
    let blank: bool = app
        .db
        .value(
            "SELECT hearing_type = '' AND hearing_location = '' FROM core_issuedate \
             WHERE type = 'OTHER'",
            &[],
        )
        .await;
    assert!(blank);
}

#[tokio::test]
async fn what_is_wrong_is_told_and_nothing_is_made() {
    let app = start().await;
    let coordinator = app.coordinator().await;
    let case = factories::case().create(&app.db).await;
    let closed = factories::case().closed("UNKNOWN").create(&app.db).await;
    let body = || body(case.id);
    for (body, code, attr) in [
        (with(body(), "date", json!("31/05/2026")), "invalid", "date"),
        (with(body(), "date", json!("soon")), "invalid", "date"),
        (with(body(), "date", json!(null)), "null", "date"),
        (with(body(), "type", json!("NOPE")), "invalid_choice", "type"),
        (with(body(), "notes", json!(null)), "null", "notes"),
        (with(body(), "notes", json!("\0")), "null_characters_not_allowed", "notes"),
        (with(body(), "hearing_type", json!("NOPE")), "invalid_choice", "hearing_type"),
        (with(body(), "issue_id", json!("x")), "invalid", "issue_id"),
        (with(body(), "issue_id", json!(Uuid::new_v4())), "does_not_exist", "issue_id"),
        (with(body(), "issue_id", json!(closed.id)), "invalid", "issue_id"),
    ] {
        assert_wrong(&coordinator.post(URL, body).await, code, attr);
    }
    let missing = wrong(&coordinator.post(URL, json!({})).await);
    let required = |attr: &str| ("required".to_owned(), attr.to_owned());
    assert_eq!(missing, ["issue_id", "type", "date"].map(required));
    for table in ["core_issuedate", "auditlog_logentry", "core_auditevent", "core_issuenote"] {
        assert_eq!(count(&app.db, table).await, 0, "{table}");
    }
}

#[tokio::test]
async fn who_adds_dates() {
    let app = start().await;
    let case = factories::case().create(&app.db).await;
    for (name, actor, may_see) in everybody(&app, &case).await {
        let status = if may_see { 201 } else { 403 };
        // Whatever else the body says.
        let date = if may_see { json!("2026-06-02") } else { json!("soon") };
        let reply = actor.post(URL, with(body(case.id), "date", date)).await;
        assert_eq!(reply.status, status, "{name}");
        let is_reviewer = ["admin", "superuser"].contains(&name);
        for is_reviewed in [true, false] {
            let body = with(body(case.id), "is_reviewed", json!(is_reviewed));
            let reply = actor.post(URL, body).await;
            assert_eq!(reply.status, if is_reviewer { 201 } else { 403 }, "{name}");
            if is_reviewer {
                assert_eq!(reply.json()["is_reviewed"], is_reviewed);
            }
        }
    }
    assert_eq!(count(&app.db, "core_issuedate").await, 9);
    assert_eq!(log(&app.db).await.len(), 9);
}
