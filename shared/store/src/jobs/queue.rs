//! Enqueuing: one INSERT on the caller's connection, so that the job exists exactly when the change
//! that calls for it commits. And looking at jobs, and replaying dead ones.

use chrono::{DateTime, Utc};
use diesel::{
    ExpressionMethods, QueryDsl, Queryable, Selectable, SelectableHelper,
    dsl::now,
    insert_into,
    result::{DatabaseErrorKind, Error as DieselError},
};
use diesel_async::RunQueryDsl;
use serde_json::Value;

use super::Job;
use crate::{
    db::{Connection, schema::clerk::job},
    error::{Result, StoreError},
};

/// Enqueues a job to run as soon as the transaction of `conn` has committed. Does nothing when an
/// unfinished job has the same unique key.
///
/// # Errors
/// Fails when the database does.
pub async fn enqueue(conn: &mut Connection, job: &Job) -> Result<()> {
    insert(conn, job, job.unique_key(), None).await
}

/// Enqueues a job to run at `at` by the database's clock, under a key of the caller's.
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

/// Takes back a job that waits for its time, because what it was for has come about. One that has
/// begun goes on.
///
/// # Errors
/// Fails when the database does.
pub async fn cancel(conn: &mut Connection, unwanted: &Job) -> Result<()> {
    let waiting = job::table
        .filter(job::queue.eq(unwanted.queue().name()))
        .filter(job::unique_key.eq(unwanted.unique_key()))
        .filter(job::state.eq("Pending"));
    diesel::delete(waiting).execute(conn).await?;
    Ok(())
}

/// Enqueues a job under a key of the caller's (timetable entries use `name:slot`).
pub(super) async fn enqueue_keyed(
    conn: &mut Connection,
    job: &Job,
    unique_key: Option<String>,
) -> Result<()> {
    insert(conn, job, unique_key, None).await
}

async fn insert(
    conn: &mut Connection,
    new: &Job,
    unique_key: Option<String>,
    run_at: Option<DateTime<Utc>>,
) -> Result<()> {
    let payload =
        serde_json::to_value(new).map_err(|error| StoreError::Fatal(error.to_string()))?;
    insert_into(job::table)
        .values((
            job::queue.eq(new.queue().name()),
            job::payload.eq(payload),
            job::priority.eq(new.priority()),
            job::max_attempts.eq(new.max_attempts()),
            job::unique_key.eq(unique_key),
            run_at.map(|at| job::run_at.eq(at)),
            job::origin.eq(clerk_base::observe::origin()),
        ))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    Ok(())
}

/// Gives a dead job a fresh start, with all its attempts.
///
/// # Errors
/// [`StoreError::NotFound`] when there is no dead job of this id, [`StoreError::Refused`] when an
/// unfinished job has its unique key.
pub async fn replay(conn: &mut Connection, id: i64) -> Result<()> {
    let replayed = diesel::update(job::table.find(id))
        .filter(job::state.eq("Dead"))
        .set((
            job::state.eq("Pending"),
            job::attempts.eq(0),
            job::deaths.eq(0),
            job::run_at.eq(now),
            job::started_at.eq(None::<DateTime<Utc>>),
            job::finished_at.eq(None::<DateTime<Utc>>),
        ))
        .execute(conn)
        .await;
    match replayed {
        Ok(0) => Err(StoreError::NotFound),
        Ok(_) => Ok(()),
        Err(DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            Err(StoreError::Refused {
                code: "already_queued",
                detail: "The same job has been enqueued again since and is not finished.".into(),
            })
        }
        Err(error) => Err(error.into()),
    }
}

/// A job as a person sees it.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = job)]
pub struct Listed {
    /// Its id.
    pub id: i64,
    /// The job with its arguments.
    pub payload: Value,
    /// `Pending`, `Queued`, `Running`, `Done` or `Dead`.
    pub state: String,
    /// Attempts begun.
    pub attempts: i32,
    /// Attempts allowed.
    pub max_attempts: i32,
    /// Workers that died while running it.
    pub deaths: i32,
    /// Not before.
    pub run_at: DateTime<Utc>,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
}

/// The newest jobs, of one state or of all.
///
/// # Errors
/// Fails when the database does.
pub async fn list(conn: &mut Connection, state: Option<&str>, limit: i64) -> Result<Vec<Listed>> {
    let mut jobs = job::table.select(Listed::as_select()).into_boxed();
    if let Some(state) = state {
        jobs = jobs.filter(job::state.eq(state));
    }
    Ok(jobs.order(job::id.desc()).limit(limit).load(conn).await?)
}
