//! `clerk-worker run`.

use std::{future::pending, sync::Arc};

use clerk_base::{clock::Clock, config::Config};
use clerk_domain::{Context, error::Result};
use clerk_store::{db, jobs::Timing};
use tokio::signal::unix::{SignalKind, signal};

use crate::runner;

/// Brings the database up to date, then runs jobs until SIGTERM or Ctrl-C.
///
/// # Errors
/// When the database cannot be brought up to date, or the workers cannot be set up.
pub async fn run(config: Arc<Config>) -> Result<()> {
    let outcome = db::migrate(db::options(&config.database)).await?;
    tracing::info!(applied = ?outcome.applied, "the database is up to date");
    let ctx = Context::new(config, Clock::system())?;
    tracing::info!("running jobs");
    runner::run(ctx, Timing::default(), stop_signal()).await
}

async fn stop_signal() {
    tokio::select! {
        () = received(SignalKind::terminate()) => {}
        () = received(SignalKind::interrupt()) => {}
    }
}

async fn received(kind: SignalKind) {
    match signal(kind) {
        Ok(mut signal) => {
            signal.recv().await;
        }
        Err(error) => {
            tracing::error!(%error, "cannot be stopped by this signal");
            pending().await
        }
    }
}
