//! Who may see which tenancy.

use clerk_store::db::{
    Connection,
    schema::{core_issue, core_tenancy},
};
use diesel::{ExpressionMethods, QueryDsl, dsl::exists, select};
use diesel_async::RunQueryDsl;

use crate::{
    access::{Account, Role, visible_to},
    error::{DomainError, Result},
};

/// Insists that there is such a tenancy and that the account may see it: everybody from coordinator
/// upwards; otherwise who may see a case about it.
///
/// # Errors
/// [`DomainError::NotFound`] when there is none, 403 when it is not the account's to see.
pub async fn check(conn: &mut Connection, actor: &Account, id: i32) -> Result<()> {
    let found = core_tenancy::table.find(id);
    if !select(exists(found)).get_result::<bool>(conn).await? {
        return Err(DomainError::NotFound);
    }
    if actor.role.is_at_least(Role::Coordinator) {
        return Ok(());
    }
    let cases = visible_to(actor).filter(core_issue::tenancy_id.eq(id));
    if select(exists(cases)).get_result(conn).await? {
        Ok(())
    } else {
        Err(DomainError::forbidden())
    }
}
