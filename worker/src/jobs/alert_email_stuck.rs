//! Tells Slack that an email waits and nothing will send it.

use clerk_domain::{Context, error::Result};
use clerk_workflows::alerts;

/// Tells Slack that an email waits and nothing will send it.
///
/// # Errors
/// Fails when the domain function does.
pub async fn run(ctx: &Context, email: i32) -> Result<()> {
    alerts::alert_email_stuck(ctx, email).await
}
