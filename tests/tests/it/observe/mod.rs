//! What can be seen of the programs from outside.

mod check;
mod heartbeat;
mod masking;
mod metrics;
mod reports;
mod shutdown;
mod syslog;

use clerk_tests::{TestApp, TestDb, answers, jobs, world};
use reqwest::Method;
use serde_json::json;
use tempfile::TempDir;
use uuid::Uuid;

/// The variables of a program over this database, with some more.
fn variables(db: &TestDb, dir: &TempDir, more: &[(&str, String)]) -> Vec<(String, String)> {
    let mut variables = world::variables(db, dir);
    variables.extend(more.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
    variables
}

/// A free address.
fn free_address() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().to_string()
}

#[tokio::test]
async fn jobs_carry_the_id_of_the_request_on() {
    let app = TestApp::start().await;
    let form = app.anonymous();
    let body = json!({ "answers": answers::repairs("a@example.org", &[]) });
    let id = form.post("/api/submission/", body).await.expect(201).json()["id"].clone();
    let path = format!("/api/submission/{}/submit/", id.as_str().unwrap());
    let given = Uuid::new_v4();
    let request = form.request(Method::POST, &path).header("x-request-id", given.to_string());
    let reply = form.send(request.json(&json!({}))).await.expect(200);
    assert_eq!(reply.header("x-request-id"), given.to_string());
    jobs::drain(&app.ctx).await;
    let rows = app.db.query("SELECT payload ->> 'job', origin FROM clerk.job", &[]).await;
    assert!(rows.len() >= 5, "the form, and what follows from it");
    for row in rows {
        let (job, origin): (String, Option<Uuid>) = (row.get(0), row.get(1));
        assert_eq!(origin, Some(given), "{job}");
    }
}

#[tokio::test]
async fn strangers_do_not_name_requests() {
    let app = TestApp::builder().var("CLERK_TRUSTED_PROXIES", "10.0.0.1").start().await;
    let visitor = app.anonymous();
    let given = Uuid::new_v4().to_string();
    let request = visitor.request(Method::GET, "/healthz").header("x-request-id", &given);
    assert_ne!(visitor.send(request).await.header("x-request-id"), given);
}
