//! Deletes what has expired.

use clerk_domain::{
    Context,
    emails::{events, inbound},
    error::Result,
};
use clerk_workflows::clean_up::clean_up;

/// Deletes expired sessions, jobs finished long ago and workers that are gone. Also what is
/// left of mail that came in and of events of unknown emails.
///
/// # Errors
/// Fails when the database does.
pub async fn run(ctx: &Context) -> Result<()> {
    let posts = inbound::clean_up(ctx).await?;
    let events = events::clean_up(ctx).await?;
    let mut conn = ctx.db().await?;
    let deleted = clean_up(&mut conn, ctx.clock.now()).await?;
    tracing::info!(
        sessions = deleted.sessions,
        jobs = deleted.jobs,
        workers = deleted.workers,
        posts,
        events,
        "cleaned up"
    );
    Ok(())
}
