//! The attempts at an email, as staff see them.

use clerk_tests::{TestApp, assert_json, factories};
use serde_json::json;
use uuid::Uuid;

#[tokio::test]
async fn staff_of_the_case_see_what_was_done() {
    let app = TestApp::start().await;
    let paralegal = app.paralegal().await;
    let case = factories::case().paralegal(paralegal.id()).create(&app.db).await.id;
    let other = factories::case().paralegal(paralegal.id()).create(&app.db).await.id;
    let email = factories::email("READY_TO_SEND").case(case).create(&app.db).await;

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
    assert_json!("email_attempts", found);
    assert_eq!((&found[0]["id"], &found[1]["id"]), (&json!(first), &json!(second)));
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
