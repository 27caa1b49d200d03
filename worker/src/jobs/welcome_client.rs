//! Writes the welcome email of a new case.

use clerk_shared::{
    Context,
    error::{DomainError, Result},
};
use uuid::Uuid;

/// Writes the welcome email of a new case.
///
/// # Errors
/// Not built yet.
pub async fn run(_ctx: &Context, _case: Uuid) -> Result<()> {
    Err(DomainError::Fatal("not built yet".to_owned()))
}
