//! Deleting what has expired.

use chrono::{DateTime, TimeDelta, Utc};
use clerk_domain::error::Result;
use clerk_store::db::{
    Connection,
    schema::{
        clerk::{job, worker},
        django_session,
    },
};
use diesel::{ExpressionMethods, QueryDsl, delete};
use diesel_async::RunQueryDsl;

/// How long a finished job is kept.
const KEEP_JOBS: TimeDelta = TimeDelta::days(30);
/// How long after its last heartbeat a worker is kept. Its jobs returned to the queue long before.
const KEEP_WORKERS: TimeDelta = TimeDelta::days(1);

/// How many rows a clean-up deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deleted {
    /// Expired sessions.
    pub sessions: usize,
    /// Jobs that were done more than 30 days ago. Dead jobs stay until someone deals with them.
    pub jobs: usize,
    /// Workers without a heartbeat for a day.
    pub workers: usize,
}

/// Deletes expired sessions, jobs done long ago and workers that are gone.
///
/// # Errors
/// Fails when the database does.
pub async fn clean_up(conn: &mut Connection, now: DateTime<Utc>) -> Result<Deleted> {
    let sessions = delete(django_session::table.filter(django_session::expire_date.lt(now)))
        .execute(conn)
        .await?;
    let jobs = delete(
        job::table.filter(job::state.eq("Done")).filter(job::finished_at.lt(now - KEEP_JOBS)),
    )
    .execute(conn)
    .await?;
    let workers =
        delete(worker::table.filter(worker::seen_at.lt(now - KEEP_WORKERS))).execute(conn).await?;
    Ok(Deleted { sessions, jobs, workers })
}
