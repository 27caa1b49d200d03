//! Documents of cases on SharePoint.

use clerk_services::microsoft::{Drive, Item};
use futures_util::try_join;
use uuid::Uuid;

use crate::{
    Context, access,
    access::Account,
    error::{DomainError, Result},
};

/// The path of a case's folder in the library.
pub fn folder(case: Uuid) -> String {
    format!("cases/{case}")
}

/// The library, for a request that cannot do without it.
///
/// # Errors
/// [`DomainError::Unavailable`] when no client is configured.
pub fn drive(ctx: &Context) -> Result<Drive<'_>> {
    ctx.microsoft
        .drive()
        .ok_or_else(|| DomainError::Unavailable("AZURE_AD_CLIENT_ID: not set".to_owned()))
}

/// What a request says of an error of SharePoint: whatever the reason, not now. A job tells apart what
/// may pass.
pub fn unavailable(error: impl Into<DomainError>) -> DomainError {
    match error.into() {
        DomainError::Fatal(reason) => DomainError::Unavailable(reason),
        other => other,
    }
}

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
    Ok(CaseFolder { url: folder.map(|folder| folder.web_url), items: items.unwrap_or_default() })
}
