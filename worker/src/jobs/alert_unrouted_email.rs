//! Tells Slack that messages have come in that fit no case.

use clerk_domain::{Context, error::Result};
use clerk_workflows::alerts;

/// Tells Slack that messages have come in that fit no case.
///
/// # Errors
/// Fails when the domain function does.
pub async fn run(ctx: &Context) -> Result<()> {
    alerts::alert_unrouted_email(ctx).await
}
