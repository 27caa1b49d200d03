//! What is deleted every night because its time is over. How long each is kept stands at the function
//! that deletes it; what is not here is kept for ever.

use clerk_domain::{
    Context,
    emails::{inbox, outbox::events},
    error::Result,
    sessions,
};
use clerk_store::jobs::{queue, workers};

/// Deletes expired sessions, jobs done long ago, workers that are gone, what is left of posts of
/// incoming mail, and delivery events of unknown emails.
pub async fn clean_up(ctx: &Context) -> Result<()> {
    let posts = inbox::clean_up(ctx).await?;
    let events = events::clean_up(&mut *ctx.db().await?, ctx.clock.now()).await?;
    let (conn, now) = (&mut *ctx.db().await?, ctx.clock.now());
    let sessions = sessions::delete_expired(conn, now).await?;
    let jobs = queue::delete_done(conn, now).await?;
    let workers = workers::delete_gone(conn, now).await?;
    tracing::info!(sessions, jobs, workers, posts, events, "cleaned up");
    Ok(())
}
