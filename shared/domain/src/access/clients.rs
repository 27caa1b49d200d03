//! Who may see which client.

use clerk_store::db::{
    Connection,
    schema::{core_client, core_issue},
};
use diesel::{ExpressionMethods, QueryDsl, dsl::exists, pg::Pg, select};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::{
    access as cases,
    access::{Account, Role},
    error::{DomainError, Result},
};

/// A query over `core_client`, to be narrowed and ordered.
pub type Clients<'a> = core_client::BoxedQuery<'a, Pg>;

/// The clients that an account may see: all from coordinator upwards; otherwise those of the cases it
/// may see.
#[must_use]
pub fn visible_to<'a>(actor: &Account) -> Clients<'a> {
    let clients = core_client::table.into_boxed();
    if actor.role.is_at_least(Role::Coordinator) {
        return clients;
    }
    clients.filter(core_client::id.eq_any(cases::visible_to(actor).select(core_issue::client_id)))
}

/// Insists that there is such a client and that the account may see it.
///
/// # Errors
/// [`DomainError::NotFound`] when there is none, 403 when it is not the account's to see.
pub async fn check(conn: &mut Connection, actor: &Account, id: Uuid) -> Result<()> {
    let found = visible_to(actor).filter(core_client::id.eq(id));
    if select(exists(found)).get_result(conn).await? {
        return Ok(());
    }
    let there_is = core_client::table.find(id);
    let is_there: bool = select(exists(there_is)).get_result(conn).await?;
    Err(if is_there { DomainError::forbidden() } else { DomainError::NotFound })
}
