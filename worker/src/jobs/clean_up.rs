//! Deletes what has expired.

use clerk_shared::{Context, domain::upkeep::clean_up, error::Result};

/// Deletes expired sessions, jobs finished long ago and workers that are gone.
///
/// # Errors
/// Fails when the database does.
pub async fn run(ctx: &Context) -> Result<()> {
    let mut conn = ctx.db().await?;
    let deleted = clean_up(&mut conn, ctx.clock.now()).await?;
    tracing::info!(
        sessions = deleted.sessions,
        jobs = deleted.jobs,
        workers = deleted.workers,
        "cleaned up"
    );
    Ok(())
}
