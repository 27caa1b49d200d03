//! Deleting a template.

use clerk_tests::{TestApp, factories};

#[tokio::test]
async fn a_template_is_deleted() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let gone = factories::email_template(&app.db, "GENERAL", "Gone").await;
    let kept = factories::email_template(&app.db, "GENERAL", "Kept").await;
    let path = format!("/clerk/api/template-email/{gone}/");
    let reply = admin.delete(&path).await.expect(204);
    assert!(reply.body.is_empty());
    admin.delete(&path).await.expect(404);
    let left: i32 = app.db.value("SELECT id FROM emails_emailtemplate", &[]).await;
    assert_eq!(left, kept);
}
