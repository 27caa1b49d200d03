//! Where the documents of a case are, and how to get at them.

use uuid::Uuid;

use crate::{
    Context,
    error::{DomainError, Result},
    integrations::microsoft::Drive,
};

/// The path of a case's folder in the library.
pub(in crate::domain) fn folder(case: Uuid) -> String {
    format!("cases/{case}")
}

/// The library, for a request that cannot do without it.
///
/// # Errors
/// [`DomainError::Outside`] when no client is configured.
pub(in crate::domain) fn drive(ctx: &Context) -> Result<Drive<'_>> {
    Drive::new(&ctx.outside, &ctx.config.microsoft)
        .ok_or_else(|| DomainError::Outside("AZURE_AD_CLIENT_ID: not set".to_owned()))
}

/// What a request says of an error of SharePoint: whatever the reason, not now. A job tells apart what
/// may pass.
pub(in crate::domain) fn unavailable(error: DomainError) -> DomainError {
    match error {
        DomainError::Fatal(reason) => DomainError::Outside(reason),
        other => other,
    }
}
