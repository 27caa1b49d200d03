//! Looking up the account behind a session.

use clerk_store::db::{
    Connection,
    schema::{auth_group, auth_user, auth_user_groups},
};
use diesel::{
    ExpressionMethods, JoinOnDsl, NullableExpressionMethods, QueryDsl, QueryResult,
    SelectableHelper,
};
use diesel_async::RunQueryDsl;

use super::Role;

/// An account as the access rules see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// `auth_user.id`.
    pub id: i32,
    /// Lower-case address, which is also the username.
    pub email: String,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// Highest role.
    pub role: Role,
    /// The stored password string, which a session's hash is made of. Never shown.
    pub password: clerk_base::config::Secret,
}

impl Account {
    /// Given and family name.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name).trim().to_owned()
    }
}

#[derive(diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = auth_user, check_for_backend(diesel::pg::Pg))]
struct Row {
    id: i32,
    email: String,
    first_name: String,
    last_name: String,
    password: String,
    is_superuser: bool,
}

/// The account with this id, if it may log in at all (`is_active`). One query.
pub async fn find_active(conn: &mut Connection, id: i32) -> QueryResult<Option<Account>> {
    let rows: Vec<(Row, Option<String>)> = auth_user::table
        .left_join(
            auth_user_groups::table
                .inner_join(auth_group::table)
                .on(auth_user_groups::user_id.eq(auth_user::id)),
        )
        .filter(auth_user::id.eq(id))
        .filter(auth_user::is_active.eq(true))
        .select((Row::as_select(), auth_group::name.nullable()))
        .load(conn)
        .await?;
    let groups: Vec<String> = rows.iter().filter_map(|(_, group)| group.clone()).collect();
    Ok(rows.into_iter().next().map(|(row, _)| Account {
        role: Role::of(row.is_superuser, groups.iter().map(String::as_str)),
        id: row.id,
        email: row.email,
        first_name: row.first_name,
        last_name: row.last_name,
        password: clerk_base::config::Secret::new(row.password),
    }))
}
