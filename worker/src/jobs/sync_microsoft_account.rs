//! Brings an account's Microsoft account, licence and group in line with its role.

use clerk_domain::{Context, error::Result};
use clerk_workflows::staff_access;

/// Brings an account's Microsoft account, licence and group in line with its role.
///
/// # Errors
/// Fails when the domain function does.
pub async fn run(ctx: &Context, account: i32) -> Result<()> {
    staff_access::sync_microsoft_account(ctx, account).await
}
