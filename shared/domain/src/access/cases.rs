//! Who may see which case. Every query that returns case data goes through here.

use clerk_store::db::{Connection, schema::core_issue};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, SelectableHelper, pg::Pg,
};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::CaseRow;
use crate::{
    access::{Account, Role},
    error::{DomainError, Result},
};

/// A query over `core_issue`, to be narrowed, ordered or used as a subquery.
pub type Cases<'a> = core_issue::BoxedQuery<'a, Pg>;

/// The cases that an account may see: all from coordinator upwards; a lawyer's own, be it as lawyer
/// or as paralegal; a paralegal's own; none without a role.
#[must_use]
pub fn visible_to<'a>(account: &Account) -> Cases<'a> {
    let cases = core_issue::table.into_boxed();
    let as_paralegal = core_issue::paralegal_id.eq(account.id);
    match account.role {
        role if role.is_at_least(Role::Coordinator) => cases,
        Role::Lawyer => cases.filter(as_paralegal.or(core_issue::lawyer_id.eq(account.id))),
        Role::Paralegal => cases.filter(as_paralegal),
        _ => cases.filter(core_issue::id.eq_any(Vec::<Uuid>::new())),
    }
}

/// Whether an account may see a case. Says the same as [`visible_to`].
#[must_use]
pub fn may_see(account: &Account, case: &CaseRow) -> bool {
    let is_paralegal = case.paralegal_id == Some(account.id);
    let is_lawyer = case.lawyer_id == Some(account.id);
    match account.role {
        role if role.is_at_least(Role::Coordinator) => true,
        Role::Lawyer => is_paralegal || is_lawyer,
        Role::Paralegal => is_paralegal,
        _ => false,
    }
}

/// The case with this id, for somebody who may see it.
///
/// # Errors
/// Below paralegal the answer is 403 whether or not there is such a case. Otherwise a missing case
/// is [`DomainError::NotFound`], and one of somebody else's is 403, as it was in the original.
pub async fn case(conn: &mut Connection, account: &Account, id: Uuid) -> Result<CaseRow> {
    require_role(account)?;
    let found = core_issue::table.find(id).select(CaseRow::as_select());
    allowed(account, found.first(conn).await.optional()?)
}

/// The same, and nobody else changes the case before the end of the transaction. Whatever depends on
/// the state of a case, such as adding to an open one, takes this lock first.
///
/// # Errors
/// As [`case`].
pub async fn lock(conn: &mut Connection, account: &Account, id: Uuid) -> Result<CaseRow> {
    require_role(account)?;
    let found = core_issue::table.find(id).select(CaseRow::as_select()).for_no_key_update();
    allowed(account, found.first(conn).await.optional()?)
}

fn require_role(account: &Account) -> Result<()> {
    let has_role = account.role.is_at_least(Role::Paralegal);
    has_role.then_some(()).ok_or_else(DomainError::forbidden)
}

fn allowed(account: &Account, case: Option<CaseRow>) -> Result<CaseRow> {
    let case = case.ok_or(DomainError::NotFound)?;
    if may_see(account, &case) { Ok(case) } else { Err(DomainError::forbidden()) }
}
