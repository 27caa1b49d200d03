//! Tells a paralegal on Slack that a case is theirs.

use clerk_domain::{Context, error::Result};
use clerk_workflows::alerts;

/// Tells a paralegal on Slack that a case is theirs.
///
/// # Errors
/// Fails when the domain function does.
pub async fn run(ctx: &Context, event: i32) -> Result<()> {
    alerts::alert_assignment(ctx, event).await
}
