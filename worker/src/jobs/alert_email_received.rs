//! Tells Slack that an email has come in.

use clerk_domain::{Context, error::Result};
use clerk_workflows::alerts;

/// Tells Slack that an email has come in.
///
/// # Errors
/// Fails when the domain function does.
pub async fn run(ctx: &Context, email: i32) -> Result<()> {
    alerts::alert_email_received(ctx, email).await
}
