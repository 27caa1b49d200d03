//! Accounts: the people who work here, and what they may see on SharePoint.

use chrono::{DateTime, Utc};
use clerk_base::{text::title, urls};
use clerk_domain::{
    access::Role,
    accounts::{self, Profile, UserRow},
};
use clerk_services::google_directory;
use serde::Serialize;
use utoipa::ToSchema;

use super::format::{
    choice::Groups,
    date,
    field::{boolean, email, integer, text, texts},
    input::input,
    output::output,
};

/// What an account may do, as eight flags. The plain ones name the highest group; a superuser has
/// none of them, but all of the others.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct Flags {
    pub is_admin_or_better: bool,
    pub is_coordinator_or_better: bool,
    pub is_lawyer_or_better: bool,
    pub is_paralegal_or_better: bool,
    pub is_admin: bool,
    pub is_coordinator: bool,
    pub is_lawyer: bool,
    pub is_paralegal: bool,
}

impl From<Role> for Flags {
    fn from(role: Role) -> Self {
        Self {
            is_admin_or_better: role.is_at_least(Role::Admin),
            is_coordinator_or_better: role.is_at_least(Role::Coordinator),
            is_lawyer_or_better: role.is_at_least(Role::Lawyer),
            is_paralegal_or_better: role.is_at_least(Role::Paralegal),
            is_admin: role == Role::Admin,
            is_coordinator: role == Role::Coordinator,
            is_lawyer: role == Role::Lawyer,
            is_paralegal: role == Role::Paralegal,
        }
    }
}

output! {
    /// An account with its groups.
    #[expect(missing_docs, reason = "the fields are those of the API document")]
    pub struct User = of_row(user: UserRow, profile: &Profile, now: DateTime<Utc>) {
        id: i32,
        first_name: String,
        last_name: String,
        email: String,
        case_capacity: i32,
        is_intern: bool,
        is_active: bool,
        is_superuser: bool,
        full_name: String => title(&profile.full_name()),
        created_at (date_joined): String = date::short_day(date_joined),
        groups: Groups => Groups::new(&profile.groups, &profile.all_groups),
        url: String => urls::account(user.id),
        #[serde(flatten)]
        flags: Flags => profile.role().into(),
        is_ms_account_set_up: bool => profile.is_ms_account_set_up(now),
        ms_account_created_at: Option<String> = ms_account_created_at.map(date::short_day),
    }
}

impl User {
    /// An account as of now, which the readiness of its Microsoft account depends on.
    #[must_use]
    pub fn new(profile: &Profile, now: DateTime<Utc>) -> Self {
        Self::of_row(profile.user.clone(), profile, now)
    }
}

/// An account that was just made.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = UserCreated)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct CreatedUser {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub groups: Vec<String>,
    pub url: String,
}

impl From<Profile> for CreatedUser {
    fn from(profile: Profile) -> Self {
        let Profile { user, groups, all_groups: _ } = profile;
        Self {
            url: urls::account(user.id),
            first_name: user.first_name,
            last_name: user.last_name,
            email: user.email,
            groups,
        }
    }
}

input! {
    fields {
        first_name: text(150).or_blank(),
        last_name: text(150).or_blank(),
        // The address is also the username, whose column is narrower.
        email: email(150).required_if_new(),
        /// Names of groups.
        groups: texts(150).required_if_new(),
    }

    /// What an account is changed with.
    update AccountInput as "UserUpdate" => accounts::AccountInput {
        /// A number, also as a text.
        case_capacity: integer(0..=i32::MAX),
        is_intern: boolean(),
        is_active: boolean(),
    }, ignoring {
        /// Ignored.
        url: Text,
    };

    /// Whom to invite.
    create NewAccount as "UserCreate" => accounts::NewAccount, ignoring {
        /// Ignored.
        url: Text,
    };
}

/// An account with the number of its cases.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the fields are those of the page's context")]
pub struct Workload {
    #[serde(flatten)]
    pub user: User,
    pub latest_issue_created_at: Option<String>,
    pub total_cases: i64,
    pub open_cases: i64,
    pub open_repairs: i64,
    pub open_bonds: i64,
    pub open_eviction: i64,
    pub capacity: i64,
}

impl Workload {
    /// A workload as of now.
    #[must_use]
    pub fn new(workload: &accounts::Workload, now: DateTime<Utc>) -> Self {
        let accounts::Workload { profile, cases, capacity } = workload;
        Self {
            user: User::new(profile, now),
            latest_issue_created_at: cases.latest_created_at.map(date::short_day),
            total_cases: cases.total,
            open_cases: cases.open,
            open_repairs: cases.repairs,
            open_bonds: cases.bonds,
            open_eviction: cases.eviction,
            capacity: *capacity,
        }
    }
}

/// Somebody who can be invited.
#[derive(Debug, Serialize, ToSchema)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct PotentialUser {
    pub email: String,
    pub first_name: String,
    pub last_name: String,
}

impl From<google_directory::Person> for PotentialUser {
    fn from(person: google_directory::Person) -> Self {
        let google_directory::Person { primary_email, name, suspended: _ } = person;
        Self { email: primary_email, first_name: name.given_name, last_name: name.family_name }
    }
}
