//! The attempts at an email, as staff see them.

use clerk_tests::{TestApp, factories};
use serde_json::json;
use uuid::Uuid;

#[tokio::test]
async fn staff_of_the_case_see_what_was_done() {
    let app = TestApp::start().await;
    let paralegal = app.paralegal().await;
    let case = factories::case().paralegal(paralegal.id()).create(&app.db).await.id;
    let other = factories::case().paralegal(paralegal.id()).create(&app.db).await.id;
    let email: i32 = app
        .db
        .value(
            "INSERT INTO emails_email (issue_id, state, to_address, cc_addresses, from_address,
                 subject, thread_name, text, html, created_at, is_alert_sent, sendgrid_id)
             VALUES ($1, 'READY_TO_SEND', 'mary@example.com', '{}', '', 'Hi', 'hi', '', '', now(),
                 false, '') RETURNING id",
            &[&case],
        )
        .await;
    let path = format!("/clerk/api/email/{case}/{email}/attempts/");
    assert_eq!(paralegal.get(&path).await.expect(200).json(), json!([]));
    let (first, second) = (Uuid::new_v4(), Uuid::new_v4());
    app.db
        .execute(
            "INSERT INTO clerk.email_attempt (id, email_id, state, reason, created_at, finished_at)
             VALUES ($1, $3, 'Retry', 'sendgrid: status 503', '2026-01-05T00:00:00Z',
                 '2026-01-05T00:00:01Z'), ($2, $3, 'Calling', NULL, '2026-01-05T00:01:00Z', NULL)",
            &[&first, &second, &email],
        )
        .await;
    let found = paralegal.get(&path).await.expect(200).json();
    let at = |time: &serde_json::Value| -> chrono::DateTime<chrono::Utc> {
        time.as_str().unwrap().parse().unwrap()
    };
    assert_eq!(at(&found[0]["started_at"]).to_rfc3339(), "2026-01-05T00:00:00+00:00");
    assert_eq!(at(&found[0]["finished_at"]).to_rfc3339(), "2026-01-05T00:00:01+00:00");
    assert_eq!(found[0]["id"], first.to_string());
    assert_eq!(found[0]["state"], "Retry");
    assert_eq!(found[0]["reason"], "sendgrid: status 503");
    assert_eq!(found[1]["id"], second.to_string());
    assert_eq!((&found[1]["finished_at"], &found[1]["reason"]), (&json!(null), &json!(null)));
    for path in [
        format!("/clerk/api/email/{other}/{email}/attempts/"),
        format!("/clerk/api/email/{case}/{}/attempts/", email + 1),
        format!("/clerk/api/email/{case}/x/attempts/"),
        format!("/clerk/api/email/x/{email}/attempts/"),
    ] {
        paralegal.get(&path).await.expect(404);
    }
    for stranger in [app.anonymous(), app.no_role().await, app.paralegal().await] {
        stranger.get(&path).await.expect(403);
    }
}
