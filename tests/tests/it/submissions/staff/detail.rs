//! `GET /clerk/api/submission/<uuid>/`.

use clerk_tests::{TestApp, assert_json, factories};
use serde_json::json;
use uuid::Uuid;

#[tokio::test]
async fn answers_are_arranged_and_kept() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let id = factories::submission(
        &app.db,
        json!({
            "EMAIL": "clara@example.com", "FIRST_NAME": "Clara", "LAST_NAME": "Client",
            "DOB": "1990-05-06", "INTERPRETER": "YES_SPOKEN", "CAN_SPEAK_NON_ENGLISH": true,
            "ISSUES": "REPAIRS", "WEEKLY_RENT": "450", "POSTCODE": 3065, "START_DATE": null,
            "LANDLORD_NAME": "Lana", "WORK_OR_STUDY_CIRCUMSTANCES": ["STUDENT", null],
            "LEGAL_CENTRE_REFERRER": "A centre", "SOCIAL_REFERRER": "",
            "REPAIRS_VCAT": ["CAV", "SOMETHING"], "REPAIRS_APPLIED_VCAT": false,
            "REPAIRS_ISSUE_PHOTO": [{"id": "1", "file": "https://x.org/file-uploads/a.png"}],
        }),
    )
    .await;
    app.db
        .execute(
            "UPDATE core_submission SET created_at = '2026-01-31T13:30:00.25Z' WHERE id = $1",
            &[&id],
        )
        .await;
    let reply = coordinator.get(&format!("/clerk/api/submission/{id}/")).await.expect(200);
    assert!(reply.text().contains(r#""answers_raw":{"CAN_SPEAK_NON_ENGLISH":true,"DOB":"#));
    assert!(!reply.text().contains("START_DATE"));
    let json = reply.json();
    assert_eq!(json["id"], id.to_string());
    assert_json!("submission", json);
}

#[tokio::test]
async fn everybody_reads_what_became_their_case() {
    let app = TestApp::start().await;
    let (paralegal, lawyer) = (app.paralegal().await, app.lawyer().await);
    let submission = factories::submission(&app.db, json!({"EMAIL": "c@example.com"})).await;
    let case = factories::case().submission(submission).paralegal(paralegal.id());
    case.lawyer(lawyer.id()).create(&app.db).await;
    let path = format!("/clerk/api/submission/{submission}/");
    for (actor, status) in [
        (paralegal, 200),
        (lawyer, 200),
        (app.paralegal().await, 403),
        (app.lawyer().await, 403),
        (app.no_role().await, 403),
        (app.inactive().await, 403),
        (app.anonymous(), 403),
        (app.coordinator().await, 200),
        (app.admin().await, 200),
        (app.superuser().await, 200),
    ] {
        actor.get(&path).await.expect(status);
    }
}

#[tokio::test]
async fn only_what_became_a_case_is_there() {
    let app = TestApp::start().await;
    let (coordinator, paralegal) = (app.coordinator().await, app.paralegal().await);
    let submission = factories::submission(&app.db, json!({"EMAIL": "c@example.com"})).await;
    let case = factories::case().submission(submission).paralegal(paralegal.id());
    case.create(&app.db).await;
    app.db
        .execute("UPDATE core_submission SET is_processed = false WHERE id = $1", &[&submission])
        .await;
    for actor in [&coordinator, &paralegal] {
        for id in [submission.to_string(), Uuid::new_v4().to_string(), "x".to_owned()] {
            let reply = actor.get(&format!("/clerk/api/submission/{id}/")).await.expect(404);
            assert_eq!(reply.error(), ("client_error".into(), "not_found".into(), None));
        }
    }
    // Without a case, it is the coordinators' alone.
    let alone = factories::submission(&app.db, json!({"EMAIL": "c@example.com"})).await;
    coordinator.get(&format!("/clerk/api/submission/{alone}/")).await.expect(200);
    paralegal.get(&format!("/clerk/api/submission/{alone}/")).await.expect(403);
    let reply = coordinator.post(&format!("/clerk/api/submission/{alone}/"), json!({})).await;
    reply.expect(405);
}

#[tokio::test]
async fn no_answer_whatever_is_too_odd() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let keys = [
        "EMAIL",
        "DOB",
        "INTERPRETER",
        "ISSUES",
        "WEEKLY_RENT",
        "CENTRELINK_SUPPORT",
        "AVAILABILITY",
        "SUPPORT_WORKER_CONTACT_PREFERENCE",
        "SOCIAL_REFERRER",
        "REPAIRS_ISSUE_PHOTO",
        "REPAIRS_VCAT",
        "REPAIRS_REQUIRED",
        "REPAIRS_ISSUE_START",
        "BONDS_DAMAGE_QUOTE_UPLOAD",
        "BONDS_OTHER_REASONS_AMOUNT",
        "EVICTION_ARREARS_CAN_AFFORD_PAYMENT_PLAN",
    ];
    for odd in [
        json!(null),
        json!(true),
        json!(0),
        json!(1e300),
        json!(-1.5),
        json!(""),
        json!("odd \u{1f600}"),
        json!([]),
        json!([null, [[]], {}, 1, "x", {"file": 7}]),
        json!({"file": ["x"]}),
        json!({}),
    ] {
        let mut answers: serde_json::Map<_, _> =
            keys.iter().map(|key| ((*key).to_owned(), odd.clone())).collect();
        for issues in [odd.clone(), json!(["REPAIRS", "BONDS", "EVICTION_ARREARS", odd])] {
            answers.insert("ISSUES".to_owned(), issues);
            let id = factories::submission(&app.db, answers.clone().into()).await;
            let reply = coordinator.get(&format!("/clerk/api/submission/{id}/")).await.expect(200);
            assert!(reply.json()["answers"].is_object());
        }
        let id = factories::submission(&app.db, odd).await;
        let json =
            coordinator.get(&format!("/clerk/api/submission/{id}/")).await.expect(200).json();
        assert!(json["answers"].is_null());
    }
}
