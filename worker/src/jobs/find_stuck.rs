//! Finds what waits for a job that has died.

use clerk_domain::{Context, emails, error::Result};
use clerk_workflows::form_comes_in;

/// Marks the submissions whose job has died, so that nobody waits for a case that will not come, and
/// has somebody told about emails that nothing will send.
///
/// # Errors
/// Fails when the database does.
pub async fn run(ctx: &Context) -> Result<()> {
    form_comes_in::mark_abandoned(ctx).await?;
    emails::stuck::notice(ctx).await
}
