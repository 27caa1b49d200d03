//! The job queue in tests: real runs, and looks at what is in it.

use chrono::{DateTime, Utc};
use clerk_domain::Context;
use clerk_store::jobs::{Job, health::Health};
use serde_json::Value;

use crate::TestDb;

/// Runs jobs in real workers until none is due. What is left: jobs that wait for another attempt
/// (`scheduled`) and dead ones (`dead`).
pub async fn drain(ctx: &Context) -> Health {
    clerk_worker::runner::run_until_idle(ctx).await.unwrap()
}

/// Runs jobs until none is due, and insists that all of them succeeded.
pub async fn drain_all(ctx: &Context, db: &TestDb) {
    drain(ctx).await;
    assert_queue_empty(db).await;
}

/// Enqueues a job in a transaction of its own.
pub async fn enqueue(ctx: &Context, job: &Job) {
    clerk_store::jobs::enqueue(&mut ctx.db().await.unwrap(), job).await.unwrap();
}

/// Insists that every job is done.
pub async fn assert_queue_empty(db: &TestDb) {
    let rows = db
        .query(
            "SELECT payload::text || ' is ' || state || ': ' || coalesce(last_error, '')
             FROM clerk.job WHERE state <> 'Done' ORDER BY id",
            &[],
        )
        .await;
    let left: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    assert!(left.is_empty(), "jobs left: {left:#?}");
}

/// The pending jobs, oldest first: queue and payload.
pub async fn pending(db: &TestDb) -> Vec<(String, Value)> {
    let rows = db
        .query("SELECT queue, payload FROM clerk.job WHERE state = 'Pending' ORDER BY id", &[])
        .await;
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

/// Lets every pending job be due at once, as if the time until its next attempt had passed.
pub async fn make_due(db: &TestDb) {
    db.execute("UPDATE clerk.job SET run_at = now() WHERE state = 'Pending'", &[]).await;
}

/// A row of `clerk.job`.
#[derive(Debug, PartialEq)]
pub struct JobRow {
    /// Its state.
    pub state: String,
    /// Attempts begun.
    pub attempts: i32,
    /// Workers that died over it.
    pub deaths: i32,
    /// Who holds it.
    pub worker: Option<String>,
    /// Not before.
    pub run_at: DateTime<Utc>,
    /// Why it failed last.
    pub last_error: Option<String>,
}

/// The only job in the database.
pub async fn only_job(db: &TestDb) -> JobRow {
    let rows = db
        .query("SELECT state, attempts, deaths, worker, run_at, last_error FROM clerk.job", &[])
        .await;
    assert_eq!(rows.len(), 1, "there should be one job");
    let row = &rows[0];
    JobRow {
        state: row.get(0),
        attempts: row.get(1),
        deaths: row.get(2),
        worker: row.get(3),
        run_at: row.get(4),
        last_error: row.get(5),
    }
}
