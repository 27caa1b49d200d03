//! The documents of a case.

use clerk_services::microsoft::Item;
use futures_util::try_join;
use uuid::Uuid;

use super::folder::{drive, folder, unavailable};
use crate::{Context, access, access::Account, error::Result};

/// A case's folder on SharePoint.
#[derive(Clone, Debug)]
pub struct CaseFolder {
    /// Where a browser sees it; `None` when there is no folder.
    pub url: Option<String>,
    /// Files and folders in it.
    pub items: Vec<Item>,
}

/// What is in a case's folder on SharePoint, for somebody who may see the case.
///
/// # Errors
/// As [`access::case`]; [`crate::DomainError::Unavailable`] when SharePoint fails.
pub async fn list(ctx: &Context, actor: &Account, case: Uuid) -> Result<CaseFolder> {
    access::case(&mut *ctx.db().await?, actor, case).await?;
    // Without a library there are no documents, and the page that lists them cannot bear an error.
    let Ok(drive) = drive(ctx) else {
        return Ok(CaseFolder { url: None, items: Vec::new() });
    };
    let path = folder(case);
    let (folder, items) =
        try_join!(drive.find(&path), drive.children(&path)).map_err(unavailable)?;
    Ok(CaseFolder { url: folder.map(|it| it.web_url), items: items.unwrap_or_default() })
}
