//! Tells Slack that an email has come in.

use clerk_domain::{Context, error::Result, notifications};

/// Tells Slack that an email has come in.
///
/// # Errors
/// Fails when the domain function does.
pub async fn run(ctx: &Context, email: i32) -> Result<()> {
    notifications::alert_email_received(ctx, email).await
}
