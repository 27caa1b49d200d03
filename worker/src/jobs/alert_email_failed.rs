//! Tells Slack that an email could not be delivered.

use clerk_domain::{Context, error::Result, notifications};

/// Tells Slack that an email could not be delivered.
///
/// # Errors
/// Fails when the domain function does.
pub async fn run(ctx: &Context, email: i32) -> Result<()> {
    notifications::alert_email_failed(ctx, email).await
}
