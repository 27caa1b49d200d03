//! Sessions, logging in and out, lock-outs.

use clerk_tests::TestApp;

#[tokio::test]
async fn a_session_row_is_honoured() {
    let app = TestApp::start().await;
    let actor = app.coordinator().await;
    assert!(actor.get("/clerk/cases/").await.set_cookie("sessionid").is_none());
    let actor = app.inactive().await;
    let reply = actor.get("/clerk/cases/").await;
    assert_eq!(reply.cookie("sessionid"), Some(""), "an invalid session is forgotten");
    assert_eq!(app.db.value::<i64>("SELECT count(*) FROM django_session", &[]).await, 1);
}
