//! Tells the intake channel on Slack that a submission could not be processed.

use clerk_domain::{Context, error::Result};
use clerk_workflows::alerts;
use uuid::Uuid;

/// Tells the intake channel on Slack that a submission could not be processed.
///
/// # Errors
/// Fails when the domain function does.
pub async fn run(ctx: &Context, submission: Uuid) -> Result<()> {
    alerts::alert_submission_failed(ctx, submission).await
}
