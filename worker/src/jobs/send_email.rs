//! Hands an email to the mail provider.

use clerk_domain::{Context, emails, error::Result};

/// Hands an email to the mail provider.
///
/// # Errors
/// Fails when the domain function does.
pub async fn run(ctx: &Context, email: i32) -> Result<()> {
    emails::send(ctx, email).await
}
