//! Tells Slack that an email waits and nothing will send it.

use clerk_domain::{Context, error::Result, notifications};

/// Tells Slack that an email waits and nothing will send it.
///
/// # Errors
/// Fails when the domain function does.
pub async fn run(ctx: &Context, email: i32) -> Result<()> {
    notifications::alert_email_stuck(ctx, email).await
}
