//! Tells the intake channel on Slack about a new case.

use clerk_shared::{Context, domain::notifications, error::Result};
use uuid::Uuid;

/// Tells the intake channel on Slack about a new case.
///
/// # Errors
/// Fails when the domain function does.
pub async fn run(ctx: &Context, case: Uuid) -> Result<()> {
    notifications::alert_new_case(ctx, case).await
}
