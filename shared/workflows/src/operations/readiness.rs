//! Whether everything is in place to do work.

use std::time::Duration;

use chrono::TimeDelta;
use clerk_domain::{Context, error::Result};
use clerk_store::db::{self, schema::clerk::worker};
use diesel::{ExpressionMethods, QueryDsl, dsl::exists, select};
use diesel_async::RunQueryDsl;

/// A worker that has not been seen for longer counts as gone.
const HEARTBEAT: TimeDelta = TimeDelta::seconds(60);

/// Who asks has no use for a late answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// What was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Readiness {
    /// The database answers.
    pub database: bool,
    /// Every migration has been applied.
    pub migrations: bool,
    /// A worker was seen lately.
    pub worker: bool,
}

impl Readiness {
    /// Whether all of it is fine.
    #[must_use]
    pub fn is_ready(self) -> bool {
        self.database && self.migrations && self.worker
    }
}

/// Looks at every part. What cannot be found out is not fine.
pub async fn readiness(ctx: &Context) -> Readiness {
    let mut found = Readiness::default();
    match tokio::time::timeout(PATIENCE, look(ctx, &mut found)).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(reason = %error, "not ready"),
        Err(_) => tracing::warn!("not ready: no answer from the database in time"),
    }
    found
}

async fn look(ctx: &Context, found: &mut Readiness) -> Result<()> {
    let mut conn = ctx.db().await?;
    select(diesel::dsl::sql::<diesel::sql_types::Integer>("1")).execute(&mut conn).await?;
    found.database = true;
    found.migrations = db::is_current(&mut conn).await?;
    let seen = worker::table.filter(worker::seen_at.gt(ctx.clock.now() - HEARTBEAT));
    found.worker = select(exists(seen)).get_result(&mut conn).await?;
    Ok(())
}
