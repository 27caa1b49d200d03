//! Writes the welcome email of a new case.

use clerk_domain::{Context, error::Result};
use clerk_workflows::welcome_client;
use uuid::Uuid;

/// Writes the welcome email of a new case.
///
/// # Errors
/// Fails when the domain function does.
pub async fn run(ctx: &Context, case: Uuid) -> Result<()> {
    welcome_client::welcome(ctx, case).await
}
