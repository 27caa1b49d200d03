use clerk_store::jobs::Job;
use clerk_tests::{TestApp, jobs, outside::Answer};
use clerk_workflows::staff_access::{sync_microsoft_account, welcome_account};
use serde_json::json;

use super::{EMAIL, known, newcomer};
use crate::documents::{GRAPH, app};

/// Whether there is a date of creation, and a password.
async fn stored(app: &TestApp, id: i32) -> (bool, Option<String>) {
    let sql = "SELECT ms_account_created_at IS NOT NULL, ms_account_initial_password
               FROM auth_user WHERE id = $1";
    let rows = app.db.query(sql, &[&id]).await;
    (rows[0].get(0), rows[0].get(1))
}

async fn mails(app: &TestApp) -> i64 {
    app.db.value("SELECT count(*) FROM emails_email", &[]).await
}

#[tokio::test]
async fn a_new_paralegal_gets_an_account_a_licence_and_a_mail() {
    let app = app().await;
    let id = newcomer(&app, &["Paralegal"]).await;
    // Twice at a time, and once more.
    for _ in 0..2 {
        jobs::enqueue(&app.ctx, &Job::SyncMicrosoftAccount { account: id }).await;
    }
    jobs::drain(&app.ctx).await;
    jobs::make_due(&app.db).await;
    jobs::drain_all(&app.ctx, &app.db).await;
    sync_microsoft_account(&app.ctx, id).await.unwrap();
    let users = app.fake.people(|people| people.users.clone());
    assert_eq!(users.len(), 1);
    assert_eq!((users[0].email.as_str(), users[0].name.as_str()), (EMAIL, "nora new"));
    assert!(users[0].has_licence);
    assert_eq!(app.fake.people(|people| people.members.clone()), [""; 0]);
    assert_eq!(stored(&app, id).await, (true, None));

    let sql =
        "SELECT to_address, from_address, text, html, issue_id IS NULL, state FROM emails_email";
    let rows = app.db.query(sql, &[]).await;
    assert_eq!(rows.len(), 1);
    let text = |at: usize| rows[0].get::<_, String>(at);
    assert_eq!((text(0), text(5)), (EMAIL.to_owned(), "SENT".to_owned()));
    assert_eq!(text(1), "noreply@mail.fake.anikalegal.org.au");
    for part in [&users[0].password, EMAIL, "nora new", "http://localhost:8000/clerk/cases/"] {
        assert!(text(2).contains(part) && text(3).contains(part), "{part}: {}", text(2));
    }
    assert!(rows[0].get::<_, bool>(4));
    welcome_account(&app.ctx, id).await.unwrap();
    assert_eq!(mails(&app).await, 1);
    assert!(jobs::pending(&app.db).await.is_empty());
}

#[tokio::test]
async fn the_role_decides() {
    let app = app().await;
    let id = newcomer(&app, &["Coordinator"]).await;
    app.fake.people(|people| people.users.push(known(false)));
    let look = || app.fake.people(|people| (people.users[0].has_licence, people.members.len()));
    let sync = async || sync_microsoft_account(&app.ctx, id).await.unwrap();
    sync().await;
    assert_eq!(look(), (true, 1));
    // An account that was there is left as it is, and no mail is sent.
    assert_eq!(stored(&app, id).await, (false, None));
    let calls = app.fake.calls_to(GRAPH).len();
    sync().await;
    assert_eq!(look(), (true, 1));
    assert!(app.fake.calls_to(GRAPH)[calls..].iter().all(|call| call.method == "GET"));

    // Licences are not removed here unless that is configured.
    app.db.execute("UPDATE auth_user SET is_active = false WHERE id = $1", &[&id]).await;
    sync().await;
    assert_eq!(look(), (true, 0));
    let other = TestApp::builder().microsoft().var("CLERK_OUTSIDE_URL", app.fake.url());
    let other = other.var("MS_REMOVE_OFFICE_LICENCES", "true").start().await;
    let id = newcomer(&other, &["Editors"]).await;
    sync_microsoft_account(&other.ctx, id).await.unwrap();
    assert_eq!(look(), (false, 0));
    // An account without a role gets nothing, and a missing account is no error.
    app.fake.people(|people| people.users.clear());
    sync_microsoft_account(&other.ctx, id).await.unwrap();
    sync_microsoft_account(&other.ctx, 0).await.unwrap();
    assert!(app.fake.people(|people| people.users.is_empty()));
}

#[tokio::test]
async fn what_broke_off_is_completed_with_the_same_password() {
    let app = app().await;
    let id = newcomer(&app, &["Coordinator"]).await;
    // The outcome of the call is unknown.
    app.fake.answer_once(GRAPH, "/v1.0/users", Answer::new(404));
    app.fake.answer_once(GRAPH, "/v1.0/users", Answer::new(500));
    let error = sync_microsoft_account(&app.ctx, id).await.unwrap_err();
    assert!(error.is_transient());
    let (made, password) = stored(&app, id).await;
    assert!(!made && password.as_ref().unwrap().starts_with("gAAAA"));
    assert!(jobs::pending(&app.db).await.is_empty());
    // In truth it was made, and does not show yet.
    app.fake.answer_once(GRAPH, "/v1.0/users", Answer::new(404));
    app.fake.people(|people| people.users.push(known(false)));
    sync_microsoft_account(&app.ctx, id).await.unwrap();
    assert_eq!(stored(&app, id).await, (true, password));
    let (_, job) = jobs::pending(&app.db).await.remove(0);
    assert_eq!(job, json!({ "job": "welcome_account", "account": id }));
    // An account that shows late is not made again, and its password stays.
    app.fake.answer_once(GRAPH, "/v1.0/users", Answer::new(404));
    welcome_account(&app.ctx, id).await.unwrap();
    let error = sync_microsoft_account(&app.ctx, id).await.unwrap_err();
    assert!(error.is_transient(), "{error}");
    assert_eq!(stored(&app, id).await, (true, None));
    assert_eq!(mails(&app).await, 1);
}

#[tokio::test]
async fn a_refusal_takes_the_password_back() {
    let app = app().await;
    let id = newcomer(&app, &["Paralegal"]).await;
    app.fake.answer_once(GRAPH, "/v1.0/users", Answer::new(404));
    let refusal =
        Answer::new(400).set_body_json(json!({ "error": { "message": "no such domain" } }));
    app.fake.answer_once(GRAPH, "/v1.0/users", refusal);
    let error = sync_microsoft_account(&app.ctx, id).await.unwrap_err();
    assert!(!error.is_transient());
    assert_eq!(stored(&app, id).await, (false, None));
    // A licence that shows late is worth another attempt; none left is not.
    app.fake.answer_once(GRAPH, &format!("/v1.0/users/{EMAIL}/licenseDetails"), Answer::new(404));
    assert!(sync_microsoft_account(&app.ctx, id).await.unwrap_err().is_transient());
    app.fake.answer_once(GRAPH, &format!("/v1.0/users/{EMAIL}/assignLicense"), Answer::new(400));
    assert!(!sync_microsoft_account(&app.ctx, id).await.unwrap_err().is_transient());
    assert_eq!(jobs::pending(&app.db).await.len(), 1);
}

#[tokio::test]
async fn accounts_are_left_alone_when_that_is_configured() {
    let unset = TestApp::start().await;
    let id = newcomer(&unset, &["Paralegal"]).await;
    sync_microsoft_account(&unset.ctx, id).await.unwrap();
    assert_eq!(stored(&unset, id).await, (false, None));
    let app = TestApp::builder().microsoft().var("CLERK_SKIP_USER_EVENTS", "1").start().await;
    let id = newcomer(&app, &["Paralegal"]).await;
    sync_microsoft_account(&app.ctx, id).await.unwrap();
    assert!(app.fake.calls().is_empty());
}
