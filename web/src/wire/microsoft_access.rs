//! What an account may see on SharePoint.

use chrono::{DateTime, Utc};
use clerk_workflows::staff_access::{AccessLevel, MicrosoftPermissions};
use serde::Serialize;
use utoipa::ToSchema;

use super::{accounts::User, cases::Case};

/// What an account may see on SharePoint, of the cases it works on.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MicrosoftUserPermissions)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct Permissions {
    /// `FULL_ACCESS`, `PARTIAL_ACCESS` or `NO_ACCESS`.
    pub access_level: &'static str,
    pub issues_with_access: Vec<Case>,
    pub issues_without_access: Vec<Case>,
}

impl Permissions {
    /// Permissions as of now.
    #[must_use]
    pub fn new(permissions: MicrosoftPermissions, now: DateTime<Utc>) -> Self {
        let MicrosoftPermissions { level, with_access, without_access } = permissions;
        Self {
            access_level: match level {
                AccessLevel::Full => "FULL_ACCESS",
                AccessLevel::Partial => "PARTIAL_ACCESS",
                AccessLevel::None => "NO_ACCESS",
            },
            issues_with_access: Case::all(with_access, now),
            issues_without_access: Case::all(without_access, now),
        }
    }
}

/// An account and what it may see on SharePoint, null when SharePoint cannot tell.
#[derive(Debug, Serialize, ToSchema)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct AccountPermissions {
    pub account: User,
    pub permissions: Option<Permissions>,
}
