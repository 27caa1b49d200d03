//! One tenancy.

use clerk_store::db::Connection;

use super::{Tenancy, by_id};
use crate::{
    access::{Account, tenancies},
    error::{DomainError, Result},
    people,
};

/// The tenancy with this id, for somebody who may see it.
///
/// # Errors
/// As [`access::check`].
pub async fn find(conn: &mut Connection, actor: &Account, id: i32) -> Result<Tenancy> {
    tenancies::check(conn, actor, id).await?;
    assembled(conn, id).await
}

/// A tenancy with its landlord and agent.
pub(super) async fn assembled(conn: &mut Connection, id: i32) -> Result<Tenancy> {
    let row = by_id(conn, [id]).await?.remove(&id).ok_or(DomainError::NotFound)?;
    let people = people::by_id(conn, [row.landlord_id, row.agent_id].into_iter().flatten()).await?;
    Ok(row.with(&people))
}
