//! Whether everything is in place to do work.

use std::time::Duration;

use clerk_domain::{Context, error::Result};
use clerk_store::{db, jobs::workers};
use diesel::{dsl::sql, select, sql_types::Integer};
use diesel_async::RunQueryDsl;

/// Load balancers and monitors have no use for a later answer.
const TIMEOUT: Duration = Duration::from_secs(3);

/// What was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Readiness {
    /// The database answers.
    pub database: bool,
    /// Every migration has been applied.
    pub migrations: bool,
    /// A worker is alive.
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
    match tokio::time::timeout(TIMEOUT, look(ctx, &mut found)).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(reason = %error, "not ready"),
        Err(_) => tracing::warn!("not ready: no answer from the database in time"),
    }
    found
}

async fn look(ctx: &Context, found: &mut Readiness) -> Result<()> {
    let mut conn = ctx.db().await?;
    select(sql::<Integer>("1")).execute(&mut conn).await?;
    found.database = true;
    found.migrations = db::is_current(&mut conn).await?;
    found.worker = workers::any_alive(&mut conn).await?;
    Ok(())
}
