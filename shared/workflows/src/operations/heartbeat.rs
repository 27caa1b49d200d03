//! The heartbeat of a worker, for the health check of its container and for the monitor outside.

use std::{
    fs,
    time::{Duration, SystemTime},
};

use chrono::{DateTime, TimeDelta, Utc};
use clerk_base::config::Config;
use clerk_domain::{Context, error::Result};
use clerk_store::jobs::workers;

/// How often the worker looks at itself.
const INTERVAL: Duration = Duration::from_secs(10);
/// How often the monitor outside is called.
const CALL_INTERVAL: TimeDelta = TimeDelta::seconds(60);

/// For ever: while the workers of all these queues send their heartbeats to the database, touches the
/// file that `health` looks at, and calls `CLERK_HEARTBEAT_URL` every minute. The monitor raises the
/// alarm when the calls stop.
pub async fn heartbeat(ctx: &Context, workers: &[String], death: Duration) {
    let mut last_call: Option<DateTime<Utc>> = None;
    loop {
        match are_alive(ctx, workers, death).await {
            Ok(true) => {
                touch(&ctx.config);
                let now = ctx.clock.now();
                if last_call.is_none_or(|at| now - at >= CALL_INTERVAL) {
                    last_call = Some(now);
                    call(ctx).await;
                }
            }
            Ok(false) => tracing::warn!("a lease of this worker has run out"),
            Err(error) => tracing::warn!(%error, "no heartbeat: the database is away"),
        }
        tokio::time::sleep(INTERVAL).await;
    }
}

async fn are_alive(ctx: &Context, names: &[String], death: Duration) -> Result<bool> {
    Ok(workers::all_alive(&mut *ctx.db().await?, names, death).await?)
}

fn touch(config: &Config) {
    if let Err(error) = fs::write(&config.operations.alive_file, "alive\n") {
        tracing::warn!(%error, "CLERK_ALIVE_FILE cannot be written");
    }
}

async fn call(ctx: &Context) {
    let Some(url) = &ctx.config.operations.heartbeat_url else { return };
    if let Err(error) = ctx.http.get(url.expose()).await {
        tracing::warn!(reason = %error, "the monitor of CLERK_HEARTBEAT_URL was not reached");
    }
}

/// Whether the worker of this machine is alive, by the age of its file. For health checks.
#[must_use]
pub fn has_heartbeat(config: &Config) -> bool {
    let touched = fs::metadata(&config.operations.alive_file).and_then(|file| file.modified());
    let age = touched.ok().and_then(|at| SystemTime::now().duration_since(at).ok());
    age.is_some_and(|age| age < workers::DEATH)
}
