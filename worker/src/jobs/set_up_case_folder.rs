//! Makes the SharePoint folder of a new case.

use clerk_domain::{Context, documents, error::Result};
use uuid::Uuid;

/// Makes the SharePoint folder of a new case.
///
/// # Errors
/// Fails when the domain function does.
pub async fn run(ctx: &Context, case: Uuid) -> Result<()> {
    documents::set_up_case_folder(ctx, case).await
}
