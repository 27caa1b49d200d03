//! Access to SharePoint, and people of the organisation, on the wire.

use chrono::{DateTime, Utc};
use clerk_services::google_directory::Person;
use clerk_workflows::staff_access::{AccessLevel, MicrosoftPermissions};
use serde::Serialize;
use utoipa::ToSchema;

use super::{case::Case, user::User};

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

/// An account and what it may see on SharePoint, null when SharePoint cannot tell.
#[derive(Debug, Serialize, ToSchema)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct AccountPermissions {
    pub account: User,
    pub permissions: Option<Permissions>,
}

/// Somebody who can be invited.
#[derive(Debug, Serialize, ToSchema)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct PotentialUser {
    pub email: String,
    pub first_name: String,
    pub last_name: String,
}

impl Permissions {
    /// Permissions as of now.
    #[must_use]
    pub fn new(it: MicrosoftPermissions, now: DateTime<Utc>) -> Self {
        let cases = |cases: Vec<_>| cases.into_iter().map(|it| Case::new(it, now)).collect();
        Self {
            access_level: match it.level {
                AccessLevel::Full => "FULL_ACCESS",
                AccessLevel::Partial => "PARTIAL_ACCESS",
                AccessLevel::None => "NO_ACCESS",
            },
            issues_with_access: cases(it.with_access),
            issues_without_access: cases(it.without_access),
        }
    }
}

impl From<Person> for PotentialUser {
    fn from(it: Person) -> Self {
        Self {
            email: it.primary_email,
            first_name: it.name.given_name,
            last_name: it.name.family_name,
        }
    }
}
