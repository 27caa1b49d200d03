//! `POST /clerk/api/case/<uuid>/note/`.

use clerk_tests::{TestApp, assert_json, factories};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::cases::{assert_wrong, count, everybody};

fn url(case: Uuid) -> String {
    format!("/clerk/api/case/{case}/note/")
}

const WRITTEN: [&str; 7] = [
    "PARALEGAL",
    "REVIEW",
    "PERFORMANCE",
    "CONFLICT_CHECK_SUCCESS",
    "CONFLICT_CHECK_FAILURE",
    "ELIGIBILITY_CHECK_SUCCESS",
    "ELIGIBILITY_CHECK_FAILURE",
];

#[tokio::test]
async fn a_note_shows_in_the_very_next_answer() {
    let app = TestApp::builder().at("2026-06-01T03:00:00Z".parse().unwrap()).start().await;
    let coordinator = app.coordinator().await;
    let case = factories::case().create(&app.db).await;
    let body = json!({"note_type": "REVIEW", "text": " **Well** ", "creator_id": 1, "issue_id": "x",
                      "event": "2026-07-01T00:00:00Z"});
    let note = coordinator.post(&url(case.id), body).await.expect(201).json();
    assert_json!("note", note);
    assert_eq!(note["creator"]["id"], coordinator.id());
    let detail = coordinator.get(&format!("/clerk/api/case/{}/", case.id)).await.json();
    assert_eq!(detail["notes"], json!([note]));
    // Times that say nothing.
    for event in [json!(null), json!("")] {
        let body = json!({"note_type": "PARALEGAL", "event": event});
        let note = coordinator.post(&url(case.id), body).await.expect(201).json();
        assert!(note["event"].is_null() && note["text"] == "");
    }
}

#[tokio::test]
async fn a_performance_review_is_about_the_paralegal() {
    let app = TestApp::start().await;
    let (coordinator, paralegal) = (app.coordinator().await, app.paralegal().await);
    let case = factories::case().paralegal(paralegal.id()).create(&app.db).await;
    let body = json!({"note_type": "PERFORMANCE", "text": "Good"});
    let note = coordinator.post(&url(case.id), body.clone()).await.expect(201).json();
    assert_eq!(note["reviewee"]["id"], paralegal.id());
    let target: bool = app
        .db
        .value(
            "SELECT app_label = 'accounts' AND model = 'user' AND object_id = $1 \
             FROM core_issuenote JOIN django_content_type type ON type.id = content_type_id",
            &[&paralegal.id()],
        )
        .await;
    assert!(target);
    let lone = factories::case().create(&app.db).await;
    let note = coordinator.post(&url(lone.id), body).await.expect(201).json();
    assert_eq!(note["reviewee"]["groups"], json!([]));
    assert!(note["reviewee"].get("id").is_none());
}

#[tokio::test]
async fn what_is_wrong_is_told() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let case = factories::case().create(&app.db).await;
    let (fits, long) = ("é".repeat(4096), "é".repeat(4097));
    for (body, code, attr) in [
        (json!({"text": "x"}), "required", "note_type"),
        (json!({"note_type": "EVENT"}), "invalid_choice", "note_type"),
        (json!({"note_type": "EMAIL"}), "invalid_choice", "note_type"),
        (json!({"note_type": "NOPE"}), "invalid_choice", "note_type"),
        (json!({"note_type": "REVIEW", "text": long}), "max_length", "text"),
        (json!({"note_type": "REVIEW", "text": null}), "null", "text"),
        (json!({"note_type": "REVIEW", "text": "\0"}), "null_characters_not_allowed", "text"),
        (json!({"note_type": "REVIEW", "event": "soon"}), "invalid", "event"),
    ] {
        assert_wrong(&coordinator.post(&url(case.id), body).await, code, attr);
    }
    assert_eq!(count(&app.db, "core_issuenote").await, 0);
    let body = json!({"note_type": "REVIEW", "text": fits});
    coordinator.post(&url(case.id), body).await.expect(201);
    for path in [url(Uuid::new_v4()), "/clerk/api/case/x/note/".to_owned()] {
        assert_eq!(coordinator.post(&path, json!({})).await.status, 404, "{path}");
    }
    assert_eq!(coordinator.get(&url(case.id)).await.status, 405);
}

#[tokio::test]
async fn who_writes_what() {
    let app = TestApp::start().await;
    let case = factories::case().create(&app.db).await;
    let mut written = 0;
    for (name, actor, may_see) in everybody(&app, &case).await {
        let is_better = ["coordinator", "admin", "superuser"].contains(&name);
        for note_type in WRITTEN {
            let is_review = ["REVIEW", "PERFORMANCE"].contains(&note_type);
            let is_allowed = may_see && (is_better || !is_review);
            let reply =
                actor.post(&url(case.id), json!({"note_type": note_type, "text": "x"})).await;
            assert_eq!(reply.status, if is_allowed { 201 } else { 403 }, "{name} {note_type}");
            written += i64::from(is_allowed);
            if is_allowed {
                let json: Value = reply.json();
                assert_eq!(json["creator"]["id"], actor.id());
            }
        }
        if !may_see {
            // Whatever the body says.
            assert_eq!(actor.post(&url(case.id), json!({})).await.status, 403, "{name}");
        }
    }
    assert_eq!(count(&app.db, "core_issuenote").await, written);
}
