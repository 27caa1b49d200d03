//! Tells the intake channel on Slack that a submission could not be processed.

use clerk_shared::{
    Context,
    error::{DomainError, Result},
};
use uuid::Uuid;

/// Tells the intake channel on Slack that a submission could not be processed.
///
/// # Errors
/// Not built yet.
pub async fn run(_ctx: &Context, _submission: Uuid) -> Result<()> {
    Err(DomainError::Fatal("not built yet".to_owned()))
}
