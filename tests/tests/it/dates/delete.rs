//! `DELETE /clerk/api/date/<id>/`.

use clerk_tests::factories;
use serde_json::json;

use super::{URL, hearing, log, one, start};
use crate::cases::{count, everybody, stories};

#[tokio::test]
async fn it_is_gone_and_its_story_stays() {
    let app = start().await;
    let coordinator = app.coordinator().await;
    let case = factories::case().create(&app.db).await;
    let date = coordinator.post(URL, hearing(case.id)).await.expect(201).json();
    let (id, path) = (&date["id"], one(&date["id"]));
    assert!(coordinator.delete(&path).await.expect(204).body.is_empty());
    coordinator.get(&path).await.expect(404);
    coordinator.patch(&path, json!({})).await.expect(404);
    coordinator.delete(&path).await.expect(404);
    assert_eq!(count(&app.db, "core_issuedate").await, 0);
    let entries = log(&app.db).await;
    assert_eq!(entries.len(), 2);
    assert_eq!(entries[1]["action"], 2);
    assert_eq!(
        entries[1]["changes"],
        json!({"id": [id, null], "date": ["2026-06-02", null], "type": ["HEARING_LISTED", null],
               "issue": [case.id, null], "notes": ["", null], "is_reviewed": [false, null],
               "hearing_type": ["VIRTUAL", null], "hearing_location": ["<p>Online</p>", null]})
    );
    assert_eq!(entries[1]["serialized_data"], entries[0]["serialized_data"]);
    let texts = stories(&coordinator, case.id).await;
    assert_eq!(texts.len(), 2);
    assert!(texts[0].contains("deleted a critical date"), "{texts:?}");
    assert!(texts[1].contains("added a critical date"), "{texts:?}");
}

#[tokio::test]
async fn who_deletes_dates() {
    let app = start().await;
    let case = factories::case().create(&app.db).await;
    let coordinator = app.coordinator().await;
    for (name, actor, may_see) in everybody(&app, &case).await {
        let date = coordinator.post(URL, hearing(case.id)).await.expect(201).json();
        let status = if may_see { 204 } else { 403 };
        assert_eq!(actor.delete(&one(&date["id"])).await.status, status, "{name}");
    }
    assert_eq!(count(&app.db, "core_issuedate").await, 5);
}
