//! One service.

use clerk_store::db::{Connection, schema::core_service};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, SelectableHelper};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::Service;
use crate::{
    access,
    access::Account,
    error::{DomainError, Result},
};

/// A service of a case, unless it was deleted, for somebody who may see the case.
///
/// # Errors
/// As [`access::case`]; [`DomainError::NotFound`] when the case has no such service.
pub async fn find(conn: &mut Connection, actor: &Account, case: Uuid, id: i32) -> Result<Service> {
    let case = access::case(conn, actor, case).await?;
    of_case(conn, case.id, id).await
}

/// A service of a case to which access has been checked.
pub(super) async fn of_case(conn: &mut Connection, case: Uuid, id: i32) -> Result<Service> {
    core_service::table
        .find(id)
        .filter(core_service::issue_id.eq(case))
        .filter(core_service::is_deleted.eq(false))
        .select(Service::as_select())
        .first(conn)
        .await
        .optional()?
        .ok_or(DomainError::NotFound)
}
