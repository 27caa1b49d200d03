//! Which workers are alive, and the rows of those that are not.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::{
    ExpressionMethods, QueryDsl, QueryableByName, delete, sql_query,
    sql_types::{Array, Bool, Text},
};
use diesel_async::RunQueryDsl;

use crate::{
    db::{Connection, schema::clerk::worker},
    error::Result,
};

/// A worker is dead when its last heartbeat is this long ago. Then other workers take its jobs
/// (`Lease`), it gets no more of them, Clerk is not ready if it was the only one, the monitor is not
/// called, and the health check of its container fails.
///
/// Longer than `Timing::drain`, so that a worker that stops keeps its jobs until they end; with one
/// heartbeat of the worker that notices, less than a minute.
pub const DEATH: Duration = Duration::from_secs(45);

/// How long after its last heartbeat the row of a worker is kept.
const KEEP: TimeDelta = TimeDelta::days(1);

/// The one condition: whether the worker of a row of `clerk.worker` is alive. By the database's clock,
/// so that workers and web servers need not agree on the time.
pub(super) fn is_alive(death: Duration) -> String {
    format!("seen_at > now() - make_interval(secs => {})", death.as_secs_f64())
}

#[derive(QueryableByName)]
struct Answer {
    #[diesel(sql_type = Bool)]
    answer: bool,
}

/// Whether a worker is alive.
pub async fn any_alive(conn: &mut Connection) -> Result<bool> {
    let query =
        format!("SELECT EXISTS (SELECT FROM clerk.worker WHERE {}) AS answer", is_alive(DEATH));
    let found: Answer = sql_query(query).get_result(conn).await?;
    Ok(found.answer)
}

/// Whether all workers of these names are alive.
pub async fn all_alive(conn: &mut Connection, names: &[String], death: Duration) -> Result<bool> {
    let query = format!(
        "SELECT count(*) = cardinality($1) AS answer FROM clerk.worker
         WHERE name = ANY ($1) AND {}",
        is_alive(death)
    );
    let found: Answer = sql_query(query).bind::<Array<Text>, _>(names).get_result(conn).await?;
    Ok(found.answer)
}

/// Deletes the rows of workers that have been dead for a day, and returns how many. Their jobs
/// returned to the queue long before.
pub async fn delete_gone(conn: &mut Connection, now: DateTime<Utc>) -> Result<usize> {
    let gone = worker::table.filter(worker::seen_at.lt(now - KEEP));
    Ok(delete(gone).execute(conn).await?)
}
