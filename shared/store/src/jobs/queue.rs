//! Enqueuing: one INSERT on the caller's connection, so that the job exists exactly when the change
//! that calls for it commits. And looking at jobs, replaying dead ones, deleting old ones.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::{
    ExpressionMethods, QueryDsl, Queryable, Selectable, SelectableHelper, dsl, insert_into,
    result::{DatabaseErrorKind, Error as DieselError},
};
use diesel_async::RunQueryDsl;
use serde_json::Value;

use super::{Job, JobState};
use crate::{
    db::{Connection, schema::clerk::job},
    error::{Result, StoreError},
};

/// How long a job that is done is kept.
const KEEP: TimeDelta = TimeDelta::days(30);

/// Enqueues a job to run as soon as the transaction of `conn` has committed. Does nothing when an
/// unfinished job has the same unique key.
pub async fn enqueue(conn: &mut Connection, job: &Job) -> Result<()> {
    insert(conn, job, job.kind().unique_key, None).await
}

/// Enqueues a job to run at `at` by the database's clock, under a key of the caller's.
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
pub async fn cancel(conn: &mut Connection, unwanted: &Job) -> Result<()> {
    let kind = unwanted.kind();
    let waiting = job::table
        .filter(job::queue.eq(kind.queue.name()))
        .filter(job::unique_key.eq(kind.unique_key))
        .filter(job::state.eq(JobState::Pending));
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
    let kind = new.kind();
    insert_into(job::table)
        .values((
            job::queue.eq(kind.queue.name()),
            job::payload.eq(payload),
            job::priority.eq(kind.priority),
            job::max_attempts.eq(kind.max_attempts),
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
        .filter(job::state.eq(JobState::Dead))
        .set((
            job::state.eq(JobState::Pending),
            job::attempts.eq(0),
            job::deaths.eq(0),
            job::run_at.eq(dsl::now),
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

/// Deletes jobs that were done more than 30 days ago, and returns how many. Dead jobs stay until
/// they are replayed.
pub async fn delete_done(conn: &mut Connection, now: DateTime<Utc>) -> Result<usize> {
    let old =
        job::table.filter(job::state.eq(JobState::Done)).filter(job::finished_at.lt(now - KEEP));
    Ok(diesel::delete(old).execute(conn).await?)
}

/// A job as a person sees it.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = job)]
pub struct Listed {
    /// Its id.
    pub id: i64,
    /// The job with its arguments.
    pub payload: Value,
    /// Where it is on its way.
    pub state: JobState,
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
pub async fn list(
    conn: &mut Connection,
    state: Option<JobState>,
    limit: i64,
) -> Result<Vec<Listed>> {
    let mut jobs = job::table.select(Listed::as_select()).into_boxed();
    if let Some(state) = state {
        jobs = jobs.filter(job::state.eq(state));
    }
    Ok(jobs.order(job::id.desc()).limit(limit).load(conn).await?)
}
