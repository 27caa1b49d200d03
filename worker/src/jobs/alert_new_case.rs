//! Tells the intake channel on Slack about a new case.

use clerk_shared::{
    Context,
    error::{DomainError, Result},
};
use uuid::Uuid;

/// Tells the intake channel on Slack about a new case.
///
/// # Errors
/// Not built yet.
pub async fn run(_ctx: &Context, _case: Uuid) -> Result<()> {
    Err(DomainError::Fatal("not built yet".to_owned()))
}
