//! Deletes a file that no email has any more.

use clerk_domain::{Context, emails, error::Result};

/// Deletes the file of a deleted attachment, unless another has the same.
///
/// # Errors
/// Fails when the database or the file store does.
pub async fn run(ctx: &Context, key: &str) -> Result<()> {
    emails::delete_unused_file(ctx, key).await
}
