//! The signs of life of a worker.

use std::{
    fs,
    time::{Duration, SystemTime},
};

use chrono::{DateTime, TimeDelta, Utc};
use clerk_base::config::Config;
use clerk_domain::{Context, error::Result};
use clerk_store::db::schema::clerk::worker;
use diesel::{ExpressionMethods, QueryDsl, dsl::count_star};
use diesel_async::RunQueryDsl;

/// How often the worker looks at itself.
const INTERVAL: Duration = Duration::from_secs(10);
/// How often the monitor outside is called.
const CALLS: TimeDelta = TimeDelta::seconds(60);
/// A lease that was renewed so long ago has run out.
const LEASE: TimeDelta = TimeDelta::seconds(60);

/// For ever: while all these leases of a worker are renewed, touches the file that `health` looks at, and
/// calls `CLERK_HEARTBEAT_URL` every minute. Silence is what raises the alarm.
pub async fn pulse(ctx: &Context, leases: &[String]) {
    let mut last_call: Option<DateTime<Utc>> = None;
    loop {
        match beats(ctx, leases).await {
            Ok(true) => {
                touch(&ctx.config);
                let now = ctx.clock.now();
                if last_call.is_none_or(|at| now - at >= CALLS) {
                    last_call = Some(now);
                    call(ctx).await;
                }
            }
            Ok(false) => tracing::warn!("a lease of this worker has run out"),
            Err(error) => tracing::warn!(%error, "no sign of life: the database is away"),
        }
        tokio::time::sleep(INTERVAL).await;
    }
}

async fn beats(ctx: &Context, leases: &[String]) -> Result<bool> {
    let fresh = worker::table
        .filter(worker::name.eq_any(leases))
        .filter(worker::seen_at.gt(ctx.clock.now() - LEASE));
    let fresh: i64 = fresh.select(count_star()).get_result(&mut *ctx.db().await?).await?;
    Ok(usize::try_from(fresh).is_ok_and(|it| it == leases.len()))
}

fn touch(config: &Config) {
    if let Err(error) = fs::write(&config.operations.alive_file, "alive\n") {
        tracing::warn!(%error, "CLERK_ALIVE_FILE cannot be written");
    }
}

async fn call(ctx: &Context) {
    let Some(url) = &ctx.config.operations.heartbeat_url else { return };
    if let Err(error) = ctx.outside.get(url.expose()).await {
        tracing::warn!(reason = %error, "the monitor of CLERK_HEARTBEAT_URL was not reached");
    }
}

/// Whether the worker of this machine has shown within a minute that it works. For health checks.
#[must_use]
pub fn is_alive(config: &Config) -> bool {
    let touched = fs::metadata(&config.operations.alive_file).and_then(|it| it.modified());
    let age = touched.ok().and_then(|it| SystemTime::now().duration_since(it).ok());
    age.is_some_and(|it| it < Duration::from_secs(60))
}
