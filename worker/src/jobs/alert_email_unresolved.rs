//! Tells Slack that nobody knows whether an email is out.

use clerk_domain::{Context, error::Result};
use clerk_workflows::alerts;
use uuid::Uuid;

/// Tells Slack that nobody knows whether an email is out.
///
/// # Errors
/// Fails when the domain function does.
pub async fn run(ctx: &Context, attempt: Uuid) -> Result<()> {
    alerts::alert_email_unresolved(ctx, attempt).await
}
