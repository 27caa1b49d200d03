//! On the original's own data.

use clerk_store::db;
use clerk_tests::{TestApp, cluster::Cluster};

use super::{is_logged_in, log_in};
use crate::database::restored;

#[tokio::test]
async fn its_accounts_log_in_here() {
    let Some(db) = restored().await else { return };
    db::migrate(Cluster::get().options(&db.name)).await.unwrap();
    let key = "ref-secret-key-for-comparison-0123456789abcdef";
    let app = TestApp::builder().db(db).var("DJANGO_SECRET_KEY", key).start().await;
    let email = "ref.coordinator@anikalegal.org.au";
    let reply = log_in(&app, email, "clerk-ref-pass").await.expect(302);
    assert!(is_logged_in(&app, reply.cookie("sessionid").unwrap()).await);
    let inactive = "ref.inactive@anikalegal.org.au";
    log_in(&app, inactive, "clerk-ref-pass").await.expect(200);
    log_in(&app, email, "clerk-ref-pas").await.expect(200);
}
