//! Brings an account's Microsoft account, licence and group in line with its role.

use clerk_domain::{Context, accounts, error::Result};

/// Brings an account's Microsoft account, licence and group in line with its role.
///
/// # Errors
/// Fails when the domain function does.
pub async fn run(ctx: &Context, account: i32) -> Result<()> {
    accounts::sync_microsoft_account(ctx, account).await
}
