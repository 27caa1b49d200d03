//! Where the documents of a case are, and how to get at them.

use clerk_services::microsoft::Drive;
use uuid::Uuid;

use crate::{
    Context,
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
