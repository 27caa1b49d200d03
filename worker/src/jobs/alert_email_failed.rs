//! Tells Slack that an email could not be delivered.

use clerk_domain::{Context, error::Result};
use clerk_workflows::alerts;

/// Tells Slack that an email could not be delivered.
///
/// # Errors
/// Fails when the domain function does.
pub async fn run(ctx: &Context, email: i32) -> Result<()> {
    alerts::alert_email_failed(ctx, email).await
}
