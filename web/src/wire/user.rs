//! Accounts on the wire.

use chrono::{DateTime, Utc};
use clerk_base::{text::title, urls};
use clerk_domain::{
    access::Role,
    accounts::{AccountInput, NewAccount, Profile},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::drf::{
    body::{Body, OPTIONAL, REQUIRED},
    choice::Groups,
    date,
};
use crate::error::ApiResult;

/// What an account may do, as eight flags. The plain ones tell the highest group; a superuser has
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

/// An account with its groups.
#[derive(Debug, Serialize, ToSchema)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct User {
    pub id: i32,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub case_capacity: i32,
    pub is_intern: bool,
    pub is_active: bool,
    pub is_superuser: bool,
    pub full_name: String,
    pub created_at: String,
    pub groups: Groups,
    pub url: String,
    #[serde(flatten)]
    pub flags: Flags,
    pub is_ms_account_set_up: bool,
    pub ms_account_created_at: Option<String>,
}

impl User {
    /// An account as of now, which the readiness of its Microsoft account depends on.
    #[must_use]
    pub fn new(it: &Profile, now: DateTime<Utc>) -> Self {
        let user = &it.user;
        Self {
            id: user.id,
            first_name: user.first_name.clone(),
            last_name: user.last_name.clone(),
            email: user.email.clone(),
            case_capacity: user.case_capacity,
            is_intern: user.is_intern,
            is_active: user.is_active,
            is_superuser: user.is_superuser,
            full_name: title(&it.full_name()),
            created_at: date::short_day(user.date_joined),
            groups: Groups::new(&it.groups, &it.all_groups),
            url: urls::account(user.id),
            flags: it.role().into(),
            is_ms_account_set_up: it.is_ms_account_set_up(now),
            ms_account_created_at: user.ms_account_created_at.map(date::short_day),
        }
    }
}

/// An account that was just made.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = UserCreated)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct NewUser {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub groups: Vec<String>,
    pub url: String,
}

impl From<Profile> for NewUser {
    fn from(it: Profile) -> Self {
        Self {
            url: urls::account(it.user.id),
            first_name: it.user.first_name,
            last_name: it.user.last_name,
            email: it.user.email,
            groups: it.groups,
        }
    }
}

/// Whom to invite.
#[derive(Debug, ToSchema)]
#[schema(as = UserCreate)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct UserCreate {
    pub email: String,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    /// Names of groups.
    pub groups: Vec<String>,
    /// Ignored.
    #[schema(read_only)]
    pub url: Option<String>,
}

impl UserCreate {
    /// Reads the fields. The lengths are those of the columns.
    ///
    /// # Errors
    /// 400 with everything wrong.
    pub fn read(mut body: Body) -> ApiResult<NewAccount> {
        let name = OPTIONAL.or_blank();
        let input = NewAccount {
            first_name: body.text("first_name", NAME, name).value().unwrap_or_default(),
            last_name: body.text("last_name", NAME, name).value().unwrap_or_default(),
            email: body.email("email", EMAIL, REQUIRED).value().unwrap_or_default(),
            groups: body.text_list("groups", NAME, REQUIRED).value().unwrap_or_default(),
        };
        body.finish()?;
        Ok(input)
    }
}

/// What an account is changed with.
#[derive(Debug, ToSchema)]
#[schema(as = UserUpdate)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct UserUpdate {
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub email: Option<String>,
    /// A number, also as a text.
    #[schema(value_type = Option<serde_json::Value>)]
    pub case_capacity: Option<i32>,
    pub is_intern: Option<bool>,
    pub is_active: Option<bool>,
    /// Names of groups.
    pub groups: Option<Vec<String>>,
    /// Ignored.
    #[schema(read_only)]
    pub url: Option<String>,
}

impl UserUpdate {
    /// Reads the fields. Nothing is required, not even of a full update.
    ///
    /// # Errors
    /// 400 with everything wrong.
    pub fn read(mut body: Body) -> ApiResult<AccountInput> {
        let name = OPTIONAL.or_blank();
        let input = AccountInput {
            first_name: body.text("first_name", NAME, name).value(),
            last_name: body.text("last_name", NAME, name).value(),
            email: body.email("email", EMAIL, OPTIONAL).value(),
            case_capacity: body.integer("case_capacity", 0..=i32::MAX, OPTIONAL).value(),
            is_intern: body.boolean("is_intern", OPTIONAL).value(),
            is_active: body.boolean("is_active", OPTIONAL).value(),
            groups: body.text_list("groups", NAME, OPTIONAL).value(),
        };
        body.finish()?;
        Ok(input)
    }
}

/// Longest name of a person or group, in characters.
const NAME: usize = 150;
/// Longest address that is also a username, in characters.
const EMAIL: usize = 150;
