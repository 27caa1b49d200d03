//! Writes the welcome email of a new case.

use clerk_domain::{Context, cases, error::Result};
use uuid::Uuid;

/// Writes the welcome email of a new case.
///
/// # Errors
/// Fails when the domain function does.
pub async fn run(ctx: &Context, case: Uuid) -> Result<()> {
    cases::welcome::welcome(ctx, case).await
}
