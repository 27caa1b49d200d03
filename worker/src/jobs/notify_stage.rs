//! Sends the notifications set up for a stage that a case has reached.

use clerk_domain::{Context, error::Result};
use clerk_workflows::alerts;

/// Sends the notifications set up for a stage that a case has reached.
///
/// # Errors
/// Fails when the domain function does.
pub async fn run(ctx: &Context, event: i32) -> Result<()> {
    alerts::notify_stage(ctx, event).await
}
