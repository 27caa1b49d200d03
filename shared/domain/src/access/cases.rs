//! Who may see which case. Every query that returns case data goes through here.

use clerk_store::db::{Connection, schema::core_issue};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, SelectableHelper,
    dsl::Eq, pg::Pg,
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
pub fn visible_to<'a>(actor: &Account) -> Cases<'a> {
    let cases = core_issue::table.into_boxed();
    let as_paralegal = core_issue::paralegal_id.eq(actor.id);
    match actor.role {
        role if role.is_at_least(Role::Coordinator) => cases,
        Role::Lawyer => cases.filter(as_paralegal.or(core_issue::lawyer_id.eq(actor.id))),
        Role::Paralegal => cases.filter(as_paralegal),
        _ => cases.filter(core_issue::id.eq_any(Vec::<Uuid>::new())),
    }
}

/// Whether an account may see a case. Says the same as [`visible_to`] of a case at hand; a test
/// compares the two for every role and relation.
#[must_use]
pub fn may_see(actor: &Account, case: &CaseRow) -> bool {
    let is_paralegal = case.paralegal_id == Some(actor.id);
    let is_lawyer = case.lawyer_id == Some(actor.id);
    match actor.role {
        role if role.is_at_least(Role::Coordinator) => true,
        Role::Lawyer => is_paralegal || is_lawyer,
        Role::Paralegal => is_paralegal,
        _ => false,
    }
}

/// Whether a case is closed, which is a decision of its own and not a stage: `core_issue.is_open`.
/// From then on only coordinators change its services, it gets no new critical dates, alerts about
/// its emails go to the channel, and it is in no list of work. The stage `CLOSED` is only asked
/// where a case comes to it (`case_changes`) and where one of several cases is to get an email.
#[must_use]
pub const fn is_closed(case: &CaseRow) -> bool {
    !case.is_open
}

/// The opposite as a condition on `core_issue`.
#[must_use]
pub fn is_open() -> Eq<core_issue::is_open, bool> {
    core_issue::is_open.eq(true)
}

/// The case with this id, for somebody who may see it.
///
/// # Errors
/// Below paralegal the answer is 403 whether or not there is such a case. Otherwise a missing case
/// is [`DomainError::NotFound`], and one of somebody else's is 403, as it was in the original.
pub async fn case(conn: &mut Connection, actor: &Account, id: Uuid) -> Result<CaseRow> {
    require_role(actor)?;
    let found = core_issue::table.find(id).select(CaseRow::as_select());
    allowed(actor, found.first(conn).await.optional()?)
}

/// The same, and nobody else changes the case before the end of the transaction. Whatever depends
/// on the state of a case, such as adding to an open one, takes this lock first.
///
/// # Errors
/// As [`case`].
pub async fn lock(conn: &mut Connection, actor: &Account, id: Uuid) -> Result<CaseRow> {
    require_role(actor)?;
    let found = core_issue::table.find(id).select(CaseRow::as_select()).for_no_key_update();
    allowed(actor, found.first(conn).await.optional()?)
}

/// Insists that somebody may download a file: who may see the case that it belongs to. A file of no
/// case is for coordinators and better.
///
/// # Errors
/// As [`case`]; 403 for a file of no case.
pub async fn require_file(
    conn: &mut Connection,
    actor: &Account,
    case_id: Option<Uuid>,
) -> Result<()> {
    match case_id {
        Some(id) => case(conn, actor, id).await.map(drop),
        None if actor.role.is_at_least(Role::Coordinator) => Ok(()),
        None => Err(DomainError::forbidden()),
    }
}

fn require_role(actor: &Account) -> Result<()> {
    let has_role = actor.role.is_at_least(Role::Paralegal);
    has_role.then_some(()).ok_or_else(DomainError::forbidden)
}

fn allowed(actor: &Account, case: Option<CaseRow>) -> Result<CaseRow> {
    let case = case.ok_or(DomainError::NotFound)?;
    if may_see(actor, &case) { Ok(case) } else { Err(DomainError::forbidden()) }
}
