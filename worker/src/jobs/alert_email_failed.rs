//! Tells Slack that an email could not be delivered.

use clerk_shared::{
    Context,
    error::{DomainError, Result},
};

/// Tells Slack that an email could not be delivered.
///
/// # Errors
/// Not built yet.
pub async fn run(_ctx: &Context, _email: i32) -> Result<()> {
    Err(DomainError::Fatal("not built yet".to_owned()))
}
