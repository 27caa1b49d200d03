//! What happens to a submission or an email whose job is dead: the intake channel hears of it.

use clerk_domain::{Context, emails::outbox::stuck, error::Result};

use crate::form_comes_in;

/// Marks the submissions that will not become a case, and has emails posted that no job will send.
pub async fn find_stuck(ctx: &Context) -> Result<()> {
    form_comes_in::mark_abandoned(ctx).await?;
    stuck::record(&mut *ctx.db().await?, ctx.clock.now()).await
}
