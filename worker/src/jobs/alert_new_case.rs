//! Tells the intake channel on Slack about a new case.

use clerk_domain::{Context, error::Result};
use clerk_workflows::alerts;
use uuid::Uuid;

/// Tells the intake channel on Slack about a new case.
///
/// # Errors
/// Fails when the domain function does.
pub async fn run(ctx: &Context, case: Uuid) -> Result<()> {
    alerts::alert_new_case(ctx, case).await
}
