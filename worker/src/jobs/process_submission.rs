//! Turns the answers of a submitted intake form into a case.

use clerk_shared::{
    Context,
    error::{DomainError, Result},
};
use uuid::Uuid;

/// Turns the answers of a submitted intake form into a case.
///
/// # Errors
/// Not built yet.
pub async fn run(_ctx: &Context, _submission: Uuid) -> Result<()> {
    Err(DomainError::Fatal("not built yet".to_owned()))
}
