//! Enqueuing: one INSERT on the caller's connection, so that the job exists exactly when the change
//! that calls for it commits.

use chrono::{DateTime, Utc};
use diesel::{ExpressionMethods, insert_into};
use diesel_async::RunQueryDsl;

use super::Job;
use crate::{
    db::{Connection, schema::clerk::job},
    error::{DomainError, Result},
};

/// Enqueues a job to run as soon as the transaction of `conn` has committed. Does nothing when an
/// unfinished job has the same unique key.
///
/// # Errors
/// Fails when the database does.
pub async fn enqueue(conn: &mut Connection, job: &Job) -> Result<()> {
    insert(conn, job, job.unique_key(), None).await
}

/// Enqueues a job to run at `at`, under a key of the caller's (cron entries use `name:slot`).
///
/// # Errors
/// Fails when the database does.
pub async fn enqueue_at(
    conn: &mut Connection,
    job: &Job,
    unique_key: Option<String>,
    at: DateTime<Utc>,
) -> Result<()> {
    insert(conn, job, unique_key, Some(at)).await
}

async fn insert(
    conn: &mut Connection,
    new: &Job,
    unique_key: Option<String>,
    run_at: Option<DateTime<Utc>>,
) -> Result<()> {
    let payload =
        serde_json::to_value(new).map_err(|error| DomainError::Fatal(error.to_string()))?;
    insert_into(job::table)
        .values((
            job::queue.eq(new.queue().name()),
            job::payload.eq(payload),
            job::max_attempts.eq(new.max_attempts()),
            job::unique_key.eq(unique_key),
            run_at.map(|at| job::run_at.eq(at)),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    Ok(())
}
