//! One critical date.

use clerk_store::db::{Connection, schema::core_issuedate};
use diesel::{OptionalExtension, QueryDsl, SelectableHelper};
use diesel_async::RunQueryDsl;

use super::{CriticalDate, DateRow};
use crate::{
    access,
    access::{Account, CaseRow, Role},
    cases::assemble,
    error::{DomainError, Result},
};

/// A date with its case, for somebody who may see the case.
///
/// # Errors
/// 403 below paralegal; [`DomainError::NotFound`] when there is no such date; 403 when it belongs to a
/// case of somebody else's.
pub async fn find(conn: &mut Connection, actor: &Account, id: i32) -> Result<CriticalDate> {
    let row = row(conn, actor, id).await?;
    let case = access::case(conn, actor, row.issue_id).await?;
    with_case(conn, row, case).await
}

/// A date before access to its case has been checked.
pub(super) async fn row(conn: &mut Connection, actor: &Account, id: i32) -> Result<DateRow> {
    if !actor.role.is_at_least(Role::Paralegal) {
        return Err(DomainError::forbidden());
    }
    core_issuedate::table
        .find(id)
        .select(DateRow::as_select())
        .first(conn)
        .await
        .optional()?
        .ok_or(DomainError::NotFound)
}

/// A date whose case is locked: nobody else changes either before the end of the transaction.
pub(super) async fn locked(
    conn: &mut Connection,
    actor: &Account,
    id: i32,
) -> Result<(DateRow, CaseRow)> {
    let case = row(conn, actor, id).await?.issue_id;
    let case = access::lock(conn, actor, case).await?;
    // Read again, since it may have changed while waiting.
    Ok((row(conn, actor, id).await?, case))
}

/// Adds the case to a date.
pub(super) async fn with_case(
    conn: &mut Connection,
    row: DateRow,
    case: CaseRow,
) -> Result<CriticalDate> {
    let case = assemble(conn, vec![case]).await?.pop().ok_or(DomainError::NotFound)?;
    Ok(CriticalDate { row, case })
}
