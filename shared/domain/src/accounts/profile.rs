//! Accounts as colleagues see them.

use std::{collections::HashMap, sync::Arc};

use chrono::{DateTime, Utc};
use clerk_store::db::{
    Connection, distinct,
    schema::{auth_group, auth_user, auth_user_groups},
};
use diesel::{ExpressionMethods, QueryDsl, QueryResult, SelectableHelper};
use diesel_async::RunQueryDsl;
use futures_util::try_join;

use super::has_usable_microsoft_account;
use crate::access::Role;

/// An account with its groups.
#[derive(Clone, Debug)]
pub struct Profile {
    /// The columns of `auth_user`.
    pub user: UserRow,
    /// Names of its groups.
    pub groups: Vec<String>,
    /// Names of all groups there are, for the list to choose from.
    pub all_groups: Arc<[String]>,
}

/// Columns of `auth_user` without secrets.
#[derive(Clone, Debug, diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = auth_user, check_for_backend(diesel::pg::Pg))]
pub struct UserRow {
    /// Key.
    pub id: i32,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// Address, which is also the username.
    pub email: String,
    /// How many cases they can take.
    pub case_capacity: i32,
    /// Whether they are an intern.
    pub is_intern: bool,
    /// Whether they may log in.
    pub is_active: bool,
    /// Whether they may do everything.
    pub is_superuser: bool,
    /// When the account was made.
    pub date_joined: DateTime<Utc>,
    /// When their Microsoft account was made, if they have one.
    pub ms_account_created_at: Option<DateTime<Utc>>,
}

impl Profile {
    /// Given and family name, as stored.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{} {}", self.user.first_name, self.user.last_name).trim().to_owned()
    }

    /// The highest role.
    #[must_use]
    pub fn role(&self) -> Role {
        Role::of(self.user.is_superuser, self.groups.iter().map(String::as_str))
    }

    /// Whether their Microsoft account can be used: [`has_usable_microsoft_account`].
    #[must_use]
    pub fn is_ms_account_set_up(&self, now: DateTime<Utc>) -> bool {
        has_usable_microsoft_account(self.user.ms_account_created_at, now)
    }
}

/// The accounts with these ids, whether active or not. Three queries, sent at once.
pub async fn profiles(
    conn: &Connection,
    ids: impl IntoIterator<Item = i32>,
) -> QueryResult<HashMap<i32, Profile>> {
    let ids = distinct(ids);
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let (mut a, mut b, mut c) = (conn, conn, conn);
    let (users, memberships, all_groups) = try_join!(
        auth_user::table
            .filter(auth_user::id.eq_any(&ids))
            .select(UserRow::as_select())
            .load::<UserRow>(&mut a),
        auth_user_groups::table
            .inner_join(auth_group::table)
            .filter(auth_user_groups::user_id.eq_any(&ids))
            .order(auth_group::id)
            .select((auth_user_groups::user_id, auth_group::name))
            .load::<(i32, String)>(&mut b),
        auth_group::table.order(auth_group::id).select(auth_group::name).load::<String>(&mut c),
    )?;
    let mut groups: HashMap<i32, Vec<String>> = HashMap::new();
    for (id, name) in memberships {
        groups.entry(id).or_default().push(name);
    }
    let all_groups: Arc<[String]> = all_groups.into();
    Ok(users
        .into_iter()
        .map(|user| {
            let groups = groups.remove(&user.id).unwrap_or_default();
            (user.id, Profile { user, groups, all_groups: Arc::clone(&all_groups) })
        })
        .collect())
}
