//! The queue's SQL. Times are the database's own, so that workers need not agree on the time.
//!
//! Every statement can be repeated when its answer was lost on the way: it names the state that it
//! expects and does nothing in any other.

use std::time::Duration;

use diesel::{
    QueryResult, QueryableByName, sql_query,
    sql_types::{Array, BigInt, Double, Integer, Nullable, Text},
};
use diesel_async::RunQueryDsl;

use super::claim::{Claim, Fetched};
use crate::{
    db::Connection,
    jobs::{JobState, workers::is_alive},
};

/// A job taken from a dead worker.
#[derive(QueryableByName)]
pub(super) struct TakenJob {
    #[diesel(sql_type = BigInt)]
    pub id: i64,
    #[diesel(sql_type = Nullable<Text>)]
    pub name: Option<String>,
    #[diesel(sql_type = Text)]
    pub state: JobState,
    #[diesel(sql_type = Integer)]
    pub deaths: i32,
}

/// What becomes of a job after an attempt.
#[derive(Clone, Debug)]
pub(super) enum Outcome {
    Done,
    /// To be tried again after so many seconds.
    Retry(f64, String),
    Dead(String),
}

/// The heartbeat of a worker: renews its lease, or begins it.
pub(super) async fn heartbeat(conn: &mut Connection, worker: &str) -> QueryResult<usize> {
    sql_query(
        "INSERT INTO clerk.worker (name, started_at, seen_at) VALUES ($1, now(), now())
         ON CONFLICT (name) DO UPDATE SET seen_at = now()",
    )
    .bind::<Text, _>(worker)
    .execute(conn)
    .await
}

/// Takes the next job that is due. A worker whose own lease has run out gets none.
pub(super) async fn fetch(
    conn: &mut Connection,
    queue: &str,
    worker: &str,
    death: Duration,
) -> QueryResult<Vec<Fetched>> {
    sql_query(format!(
        "UPDATE clerk.job SET state = 'Queued', worker = $2
         WHERE id = (SELECT id FROM clerk.job
                     WHERE queue = $1 AND state = 'Pending' AND run_at <= now()
                     ORDER BY priority DESC, run_at, id
                     LIMIT 1 FOR UPDATE SKIP LOCKED)
           AND EXISTS (SELECT 1 FROM clerk.worker WHERE name = $2 AND {})
         RETURNING id, payload, attempts, max_attempts, origin",
        is_alive(death)
    ))
    .bind::<Text, _>(queue)
    .bind::<Text, _>(worker)
    .load(conn)
    .await
}

/// Counts the attempt. No row: the worker lost the job, and must not run it.
pub(super) async fn begin(
    conn: &mut Connection,
    worker: &str,
    claim: &Claim,
) -> QueryResult<usize> {
    sql_query(
        "UPDATE clerk.job SET state = 'Running', attempts = $3, started_at = now()
         WHERE id = $1 AND worker = $2 AND state = 'Queued' AND attempts = $3 - 1",
    )
    .bind::<BigInt, _>(claim.id)
    .bind::<Text, _>(worker)
    .bind::<Integer, _>(claim.attempt)
    .execute(conn)
    .await
}

/// Records how the attempt went. No row: the worker had lost the job meanwhile.
pub(super) async fn finish(
    conn: &mut Connection,
    worker: &str,
    claim: &Claim,
    outcome: &Outcome,
) -> QueryResult<usize> {
    let (state, delay, error) = match outcome {
        Outcome::Done => (JobState::Done, 0.0, None),
        Outcome::Retry(delay, error) => (JobState::Pending, *delay, Some(error)),
        Outcome::Dead(error) => (JobState::Dead, 0.0, Some(error)),
    };
    sql_query(
        "UPDATE clerk.job SET state = $4, worker = NULL, last_error = $6,
             run_at = CASE $4 WHEN 'Pending' THEN now() + make_interval(secs => $5)
                              ELSE run_at END,
             finished_at = CASE $4 WHEN 'Pending' THEN NULL ELSE now() END
         WHERE id = $1 AND worker = $2 AND state = 'Running' AND attempts = $3",
    )
    .bind::<BigInt, _>(claim.id)
    .bind::<Text, _>(worker)
    .bind::<Integer, _>(claim.attempt)
    .bind::<Text, _>(state)
    .bind::<Double, _>(delay)
    .bind::<Nullable<Text>, _>(error)
    .execute(conn)
    .await
}

/// Returns the jobs of a worker that it does not know, or does not want, to the queue, as if they
/// had not been fetched.
pub(super) async fn give_back(
    conn: &mut Connection,
    worker: &str,
    keep: &[i64],
) -> QueryResult<usize> {
    sql_query(
        "UPDATE clerk.job SET state = 'Pending', worker = NULL, started_at = NULL,
             attempts = attempts - CASE state WHEN 'Running' THEN 1 ELSE 0 END
         WHERE worker = $1 AND state IN ('Queued', 'Running') AND id <> ALL ($2)",
    )
    .bind::<Text, _>(worker)
    .bind::<Array<BigInt>, _>(keep)
    .execute(conn)
    .await
}

/// Takes the jobs of dead workers from them. A job over which too many workers have died, or that was
/// on its last attempt, is dead. Does nothing for a worker whose own lease has run out: then the
/// database was away, and the other workers must first get the chance to send their heartbeat.
pub(super) async fn take_from_dead_workers(
    conn: &mut Connection,
    worker: &str,
    death: Duration,
    max_deaths: i32,
) -> QueryResult<Vec<TakenJob>> {
    sql_query(format!(
        "WITH alive AS (
             SELECT name FROM clerk.worker WHERE {}
         ), held AS (
             SELECT id, state = 'Running' AS ran FROM clerk.job
             WHERE state IN ('Queued', 'Running') AND worker NOT IN (SELECT name FROM alive)
               AND $1 IN (SELECT name FROM alive)
             FOR UPDATE SKIP LOCKED
         ), taken AS (
             SELECT job.id, ran,
                 CASE WHEN ran AND (deaths + 1 >= $2 OR attempts >= max_attempts)
                      THEN 'Dead' ELSE 'Pending' END AS state
             FROM clerk.job JOIN held USING (id)
         )
         UPDATE clerk.job SET worker = NULL, state = taken.state,
             deaths = deaths + CASE WHEN ran THEN 1 ELSE 0 END,
             last_error = CASE WHEN ran THEN 'the worker died' ELSE last_error END,
             finished_at = CASE taken.state WHEN 'Dead' THEN now() END
         FROM taken WHERE job.id = taken.id
         RETURNING job.id, payload ->> 'job' AS name, job.state, deaths",
        is_alive(death)
    ))
    .bind::<Text, _>(worker)
    .bind::<Integer, _>(max_deaths)
    .load(conn)
    .await
}

/// Ends the lease of a worker that has stopped.
pub(super) async fn end_lease(conn: &mut Connection, worker: &str) -> QueryResult<usize> {
    sql_query("DELETE FROM clerk.worker WHERE name = $1")
        .bind::<Text, _>(worker)
        .execute(conn)
        .await
}
