//! How the queue is doing, for the readiness page and metrics.

use diesel::{
    QueryableByName, sql_query,
    sql_types::{BigInt, Double, Nullable},
};
use diesel_async::RunQueryDsl;

use crate::{db::Connection, error::Result};

/// The state of the queue.
#[derive(Clone, Debug, PartialEq, QueryableByName)]
pub struct Health {
    /// Seconds since the last heartbeat of a worker; `None` without one.
    #[diesel(sql_type = Nullable<Double>)]
    pub heartbeat_age: Option<f64>,
    /// Jobs that are due and wait for a worker.
    #[diesel(sql_type = BigInt)]
    pub waiting: i64,
    /// Seconds that the longest-waiting of them has been due; 0 when none waits.
    #[diesel(sql_type = Double)]
    pub oldest_wait: f64,
    /// Jobs that wait for their time.
    #[diesel(sql_type = BigInt)]
    pub scheduled: i64,
    /// Jobs in the hands of a worker.
    #[diesel(sql_type = BigInt)]
    pub running: i64,
    /// Jobs that were given up and not replayed.
    #[diesel(sql_type = BigInt)]
    pub dead: i64,
}

/// Looks at the queue. Ages are by the database's clock.
pub async fn health(conn: &mut Connection) -> Result<Health> {
    let health = sql_query(
        "SELECT
            (SELECT extract(epoch FROM now() - max(seen_at))::float8 FROM clerk.worker)
                AS heartbeat_age,
            count(*) FILTER (WHERE state = 'Pending' AND run_at <= now()) AS waiting,
            coalesce(extract(epoch FROM
                now() - min(run_at) FILTER (WHERE state = 'Pending' AND run_at <= now())
            ), 0)::float8 AS oldest_wait,
            count(*) FILTER (WHERE state = 'Pending' AND run_at > now()) AS scheduled,
            count(*) FILTER (WHERE state IN ('Queued', 'Running')) AS running,
            count(*) FILTER (WHERE state = 'Dead') AS dead
         FROM clerk.job WHERE state <> 'Done'",
    )
    .get_result(conn)
    .await?;
    Ok(health)
}
