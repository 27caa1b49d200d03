//! The groups of accounts, which make their roles.

use std::collections::BTreeSet;

use clerk_store::db::{
    Connection,
    schema::{auth_group, auth_user_groups},
};
use diesel::{ExpressionMethods, QueryDsl, delete, insert_into};
use diesel_async::RunQueryDsl;

use crate::error::{DomainError, Result};

/// A group: `auth_group.id` and its name.
pub type Group = (i32, String);

/// The groups of these names, in the order of their ids.
///
/// # Errors
/// `does_not_exist` for the field `groups` when a name is no group's.
pub async fn by_name(conn: &mut Connection, names: &[String]) -> Result<Vec<Group>> {
    let found: Vec<Group> = auth_group::table
        .filter(auth_group::name.eq_any(names))
        .order(auth_group::id)
        .select((auth_group::id, auth_group::name))
        .load(conn)
        .await?;
    match names.iter().find(|name| !found.iter().any(|(_, found)| found == *name)) {
        None => Ok(found),
        Some(name) => {
            let detail = format!("There is no group \"{name}\".");
            Err(DomainError::invalid("groups", "does_not_exist", detail))
        }
    }
}

/// The groups that an account is in, in the order of their ids.
pub async fn of(conn: &mut Connection, account: i32) -> Result<Vec<Group>> {
    Ok(auth_user_groups::table
        .inner_join(auth_group::table)
        .filter(auth_user_groups::user_id.eq(account))
        .order(auth_group::id)
        .select((auth_group::id, auth_group::name))
        .load(conn)
        .await?)
}

/// Puts an account into these groups and takes it out of all others.
pub async fn set(conn: &mut Connection, account: i32, groups: &[Group]) -> Result<()> {
    let wanted: BTreeSet<i32> = groups.iter().map(|(id, _)| *id).collect();
    delete(auth_user_groups::table.filter(auth_user_groups::user_id.eq(account)))
        .filter(auth_user_groups::group_id.ne_all(&wanted))
        .execute(conn)
        .await?;
    let rows: Vec<_> = wanted
        .iter()
        .map(|id| (auth_user_groups::user_id.eq(account), auth_user_groups::group_id.eq(id)))
        .collect();
    insert_into(auth_user_groups::table)
        .values(rows)
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    Ok(())
}
