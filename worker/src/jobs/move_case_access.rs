//! Takes the SharePoint folder of a case from who had it and gives it to who has it now.

use clerk_domain::{Context, error::Result};
use clerk_workflows::case_folder;

/// Takes the SharePoint folder of a case from who had it and gives it to who has it now.
///
/// # Errors
/// Fails when the domain function does.
pub async fn run(ctx: &Context, event: i32) -> Result<()> {
    case_folder::move_case_access(ctx, event).await
}
