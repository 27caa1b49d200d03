//! Writes the mail with which somebody logs in at Microsoft for the first time.

use clerk_domain::{Context, error::Result};
use clerk_workflows::staff_access;

/// Writes the mail with which somebody logs in at Microsoft for the first time.
///
/// # Errors
/// Fails when the domain function does.
pub async fn run(ctx: &Context, account: i32) -> Result<()> {
    staff_access::welcome(ctx, account).await
}
