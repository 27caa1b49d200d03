//! Sends the notifications set up for a stage that a case has reached.

use clerk_shared::{Context, domain::notifications, error::Result};

/// Sends the notifications set up for a stage that a case has reached.
///
/// # Errors
/// Fails when the domain function does.
pub async fn run(ctx: &Context, event: i32) -> Result<()> {
    notifications::notify_stage(ctx, event).await
}
