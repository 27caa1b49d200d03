//! `clerk-worker run`.

use std::future::pending;

use clerk_domain::{Context, error::Result};
use clerk_store::jobs::Timing;
use tokio::signal::unix::{SignalKind, signal};

use crate::runner;

/// Runs jobs until told to stop (SIGTERM, or Ctrl-C).
///
/// # Errors
/// Fails when the workers cannot be set up.
pub async fn run(ctx: Context) -> Result<()> {
    tracing::info!("running jobs");
    runner::run(ctx, Timing::default(), told_to_stop()).await
}

async fn told_to_stop() {
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
            tracing::error!(%error, "cannot be told to stop by this signal");
            pending().await
        }
    }
}
