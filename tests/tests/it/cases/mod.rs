//! Cases: the API's list and detail, and their pages.

mod access;
mod choices;
mod create;
mod detail;
mod dump;
mod lifecycle;
mod list;
mod notes;
mod pages;
mod update;
mod welcome;

use clerk_tests::{Actor, Reply, TestApp, TestDb, factories::Case, statements::StatementCounter};
use serde_json::Value;
use uuid::Uuid;

/// What is wrong with a request: code and field of each error.
#[track_caller]
pub fn wrong(reply: &Reply) -> Vec<(String, String)> {
    let json = reply.clone().expect(400).json();
    assert_eq!(json["type"], "validation_error");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let errors = json["errors"].as_array().unwrap();
    assert!(!errors.is_empty());
    errors.iter().map(|error| (text(&error["code"]), text(&error["attr"]))).collect()
}

/// Insists on one error of this code and field.
#[track_caller]
pub fn assert_wrong(reply: &Reply, code: &str, attr: &str) {
    assert_eq!(wrong(reply), [(code.to_owned(), attr.to_owned())], "{}", reply.text());
}

/// Every role there is, with a name and whether it may see the case, of which `paralegal` and `lawyer`
/// are the people.
pub async fn everybody(app: &TestApp, case: &Case) -> Vec<(&'static str, Actor, bool)> {
    let (paralegal, lawyer) = (app.paralegal().await, app.lawyer().await);
    app.db
        .execute(
            "UPDATE core_issue SET paralegal_id = $2, lawyer_id = $3 WHERE id = $1",
            &[&case.id, &paralegal.id(), &lawyer.id()],
        )
        .await;
    vec![
        ("nobody", app.anonymous(), false),
        ("without a role", app.no_role().await, false),
        ("inactive", app.inactive().await, false),
        ("another paralegal", app.paralegal().await, false),
        ("another lawyer", app.lawyer().await, false),
        ("paralegal", paralegal, true),
        ("lawyer", lawyer, true),
        ("coordinator", app.coordinator().await, true),
        ("admin", app.admin().await, true),
        ("superuser", app.superuser().await, true),
    ]
}

/// How many rows a table has.
pub async fn count(db: &TestDb, table: &str) -> i64 {
    db.value(&format!("SELECT count(*) FROM {table}"), &[]).await
}

/// The texts of a case's notes, newest first, as the case's own answer shows them.
pub async fn stories(actor: &Actor, case: Uuid) -> Vec<String> {
    let json = actor.get(&format!("/clerk/api/case/{case}/")).await.expect(200).json();
    let notes = json["notes"].as_array().unwrap().iter();
    notes.map(|note| note["text_display"].as_str().unwrap().to_owned()).collect()
}

/// An application whose statements are counted.
pub async fn counted() -> (StatementCounter, TestApp) {
    let db = TestDb::migrated().await;
    let counter = StatementCounter::start();
    let variables = counter.variables(&db);
    let app = TestApp::builder().db(db).vars(&variables).start().await;
    (counter, app)
}

/// How many statements an answer costs.
pub async fn cost(counter: &StatementCounter, actor: &Actor, path: &str) -> usize {
    // Once before, so that the connections of the pool are there.
    actor.get(path).await.expect(200);
    counter.take();
    actor.get(path).await.expect(200);
    counter.take()
}
