//! Writes the mail with which somebody logs in at Microsoft for the first time.

use clerk_domain::{Context, accounts, error::Result};

/// Writes the mail with which somebody logs in at Microsoft for the first time.
///
/// # Errors
/// Fails when the domain function does.
pub async fn run(ctx: &Context, account: i32) -> Result<()> {
    accounts::welcome(ctx, account).await
}
