//! What people say about an account.

use clerk_store::db::schema::auth_user;
use diesel::AsChangeset;

/// Whom to invite.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// Address, in any case of letters.
    pub email: String,
    /// Given name, or blank.
    pub first_name: String,
    /// Family name, or blank.
    pub last_name: String,
    /// Names of the groups.
    pub groups: Vec<String>,
}

/// What is changed of an account; `None` leaves a column as it is.
#[derive(Clone, Debug, Default)]
pub struct AccountInput {
    /// Given name, or blank.
    pub first_name: Option<String>,
    /// Family name, or blank.
    pub last_name: Option<String>,
    /// Address, in any case of letters.
    pub email: Option<String>,
    /// How many cases they can take.
    pub case_capacity: Option<i32>,
    /// Whether they are an intern.
    pub is_intern: Option<bool>,
    /// Whether they may log in.
    pub is_active: Option<bool>,
    /// Names of the groups.
    pub groups: Option<Vec<String>>,
}

/// The columns that a change writes, once it has been checked.
#[derive(AsChangeset)]
#[diesel(table_name = auth_user)]
#[expect(missing_docs, reason = "the columns are described in docs/tables.md")]
pub struct AccountColumns<'a> {
    pub first_name: Option<&'a str>,
    pub last_name: Option<&'a str>,
    pub email: Option<&'a str>,
    pub username: Option<&'a str>,
    pub case_capacity: Option<i32>,
    pub is_intern: Option<bool>,
    pub is_active: Option<bool>,
}
