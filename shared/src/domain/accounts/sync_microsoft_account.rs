//! PLACEHOLDER, written on a branch.

use crate::{Context, error::Result};

/// PLACEHOLDER.
///
/// # Errors
/// None yet.
pub async fn sync_microsoft_account(_ctx: &Context, _account: i32) -> Result<()> {
    Ok(())
}
