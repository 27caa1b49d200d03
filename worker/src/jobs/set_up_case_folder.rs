//! Makes the SharePoint folder of a new case.

use clerk_domain::{Context, error::Result};
use clerk_workflows::case_folder;
use uuid::Uuid;

/// Makes the SharePoint folder of a new case.
///
/// # Errors
/// Fails when the domain function does.
pub async fn run(ctx: &Context, case: Uuid) -> Result<()> {
    case_folder::set_up_case_folder(ctx, case).await
}
