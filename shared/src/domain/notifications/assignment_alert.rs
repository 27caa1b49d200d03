//! PLACEHOLDER, written on a branch.

use crate::{Context, error::Result};

/// PLACEHOLDER.
///
/// # Errors
/// None yet.
pub async fn alert_assignment(_ctx: &Context, _event: i32) -> Result<()> {
    Ok(())
}
