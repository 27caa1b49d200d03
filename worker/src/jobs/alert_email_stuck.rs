//! Tells Slack that an email waits and nothing will send it.

use clerk_shared::{Context, domain::notifications, error::Result};

/// Tells Slack that an email waits and nothing will send it.
///
/// # Errors
/// Fails when the domain function does.
pub async fn run(ctx: &Context, email: i32) -> Result<()> {
    notifications::alert_email_stuck(ctx, email).await
}
