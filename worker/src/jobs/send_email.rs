//! Hands an email to the mail provider.

use clerk_shared::{
    Context,
    error::{DomainError, Result},
};

/// Hands an email to the mail provider.
///
/// # Errors
/// Not built yet.
pub async fn run(_ctx: &Context, _email: i32) -> Result<()> {
    Err(DomainError::Fatal("not built yet".to_owned()))
}
