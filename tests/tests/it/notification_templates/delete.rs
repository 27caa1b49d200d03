//! Deleting a notification.

use clerk_tests::{TestApp, factories};

#[tokio::test]
async fn a_notification_is_deleted() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let gone = factories::notification_template(&app.db, "GENERAL", "Gone").await;
    let kept = factories::notification_template(&app.db, "GENERAL", "Kept").await;
    let path = format!("/clerk/api/template-notify/{gone}/");
    admin.delete(&path).await.expect(204);
    admin.get(&path).await.expect(404);
    let left: i32 = app.db.value("SELECT id FROM notify_notification", &[]).await;
    assert_eq!(left, kept);
}
