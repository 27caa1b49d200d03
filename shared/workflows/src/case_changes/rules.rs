//! Who may change what of a case, and what has to hold when it is changed.

use chrono::{DateTime, Utc};
use clerk_domain::{
    access::{self, Account, CaseRow, Role, people},
    accounts::with_usable_microsoft_account,
    cases::CaseInput,
    error::{DomainError, FieldError, Result},
    vocabulary::{cases::Stage, services::ServiceCategory},
};
use clerk_store::db::{
    Connection, lock,
    schema::{
        auth_group, auth_user, auth_user_groups, core_client, core_issue, core_issuedate,
        core_person, core_service, core_tenancy,
    },
};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, IntoSql, OptionalExtension, QueryDsl,
    dsl::{exists, select},
    sql_types::Integer,
};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

/// Adds `does_not_exist` for a row that is not there, and keeps one that is there from vanishing
/// before the end of the transaction.
macro_rules! must_exist {
    ($conn:expr, $errors:expr, $table:ident, $attr:expr, $id:expr) => {
        if let Some(id) = $id {
            let row = $table::table.find(id).select(1.into_sql::<Integer>()).for_key_share();
            if row.first::<i32>($conn).await.optional()?.is_none() {
                $errors.push(missing($attr, id));
            }
        }
    };
}

/// Checks a change of a case that is locked.
///
/// # Errors
/// 403 when it changes what is for coordinators and better; otherwise what is wrong with the
/// fields.
pub async fn check(
    conn: &mut Connection,
    actor: &Account,
    case: &CaseRow,
    input: &CaseInput,
    now: DateTime<Utc>,
) -> Result<()> {
    let is_allowed = (!changes_identity(case, input) || may_change_identity(actor))
        && (!changes_assignment(case, input) || may_assign(actor, case))
        && (!closes_or_opens(case, input) || may_close(actor, case));
    if !is_allowed {
        return Err(DomainError::forbidden());
    }
    check_related(conn, actor, case, input, now).await?;
    check_has_lawyer(input)?;
    if input.stage == Some(Stage::Closed) {
        check_can_close(conn, case.id).await?;
    }
    Ok(())
}

/// Who may change what a case is: its topic and reference, whose it is and where.
#[must_use]
pub fn may_change_identity(actor: &Account) -> bool {
    actor.role.is_at_least(Role::Coordinator)
}

/// Who may assign a case to a paralegal and a lawyer: whoever may see it. No role is asked, as in
/// the original, whose front end offers it to coordinators only: by the API a paralegal can hand on
/// a case of their own.
#[must_use]
pub fn may_assign(actor: &Account, case: &CaseRow) -> bool {
    access::may_see(actor, case)
}

/// Who may close a case and open it again: whoever may see it, as with [`may_assign`]. When it can
/// be closed is another question: [`check_can_close`].
#[must_use]
pub fn may_close(actor: &Account, case: &CaseRow) -> bool {
    access::may_see(actor, case)
}

/// A case can be closed once its ongoing services have ended and its critical dates are reviewed.
/// Asked when a change says that the stage is `CLOSED`, even if it was before.
///
/// # Errors
/// 400 for the first of the two that does not hold.
pub async fn check_can_close(conn: &mut Connection, case: Uuid) -> Result<()> {
    let unfinished = core_service::table.filter(
        core_service::issue_id
            .eq(case)
            .and(core_service::category.eq(ServiceCategory::Ongoing))
            .and(core_service::finished_at.is_null())
            .and(core_service::is_deleted.eq(false)),
    );
    if select(exists(unfinished)).get_result(conn).await? {
        let detail = "An ongoing service has no end date yet, so the case stays open.";
        return Err(DomainError::invalid("non_field_errors", "invalid", detail));
    }
    let unreviewed = core_issuedate::table
        .filter(core_issuedate::issue_id.eq(case))
        .filter(core_issuedate::is_reviewed.eq(false));
    if select(exists(unreviewed)).get_result(conn).await? {
        let detail = "A critical date has not been reviewed yet, so the case stays open.";
        return Err(DomainError::invalid("non_field_errors", "invalid", detail));
    }
    Ok(())
}

/// Whoever assigns a paralegal names a lawyer in the same change.
fn check_has_lawyer(input: &CaseInput) -> Result<()> {
    if input.paralegal_id.flatten().is_some() && input.lawyer_id.flatten().is_none() {
        let detail = "A case with a paralegal has to have a lawyer too.";
        return Err(DomainError::invalid("lawyer_id", "invalid", detail));
    }
    Ok(())
}

/// To whom a case can be assigned as paralegal: to a member of the group, whatever their role,
/// whose Microsoft account can be given the folder. Whether they are active is not asked, as in the
/// original.
pub async fn can_be_paralegal(conn: &mut Connection, id: i32, now: DateTime<Utc>) -> Result<bool> {
    let members = members("Paralegal")
        .filter(auth_user::id.eq(id))
        .filter(with_usable_microsoft_account(now));
    Ok(select(exists(members)).get_result(conn).await?)
}

/// To whom a case can be assigned as lawyer: to a member of the group, whatever their role.
pub async fn can_be_lawyer(conn: &mut Connection, id: i32) -> Result<bool> {
    let members = members("Lawyer").filter(auth_user::id.eq(id));
    Ok(select(exists(members)).get_result(conn).await?)
}

fn members(group: &str) -> auth_user::BoxedQuery<'_, diesel::pg::Pg> {
    let ids = auth_user_groups::table
        .inner_join(auth_group::table)
        .filter(auth_group::name.eq(group))
        .select(auth_user_groups::user_id);
    auth_user::table.filter(auth_user::id.eq_any(ids)).into_boxed()
}

fn changes_identity(case: &CaseRow, input: &CaseInput) -> bool {
    differs(input.topic.as_ref(), &case.topic)
        || differs(input.fileref.as_ref(), &case.fileref)
        || differs(input.client_id.as_ref(), &case.client_id)
        || differs(input.tenancy_id.as_ref(), &case.tenancy_id)
}

fn changes_assignment(case: &CaseRow, input: &CaseInput) -> bool {
    differs(input.paralegal_id.as_ref(), &case.paralegal_id)
        || differs(input.lawyer_id.as_ref(), &case.lawyer_id)
}

fn closes_or_opens(case: &CaseRow, input: &CaseInput) -> bool {
    differs(input.is_open.as_ref(), &case.is_open)
}

fn differs<T: PartialEq>(new: Option<&T>, old: &T) -> bool {
    new.is_some_and(|new| new != old)
}

/// What a change points to has to be there, and of the kind that is asked for.
async fn check_related(
    conn: &mut Connection,
    actor: &Account,
    case: &CaseRow,
    input: &CaseInput,
    now: DateTime<Utc>,
) -> Result<()> {
    let mut errors = Vec::new();
    if let Some(fileref) = input.fileref.as_deref().filter(|fileref| !fileref.is_empty())
        && is_taken(conn, case.id, fileref).await?
    {
        let detail = "Another case has this reference.";
        errors.push(FieldError::new("fileref", "unique", detail));
    }
    if let Some(id) = input.paralegal_id.flatten()
        && !can_be_paralegal(conn, id, now).await?
    {
        errors.push(missing("paralegal_id", id));
    }
    if let Some(id) = input.lawyer_id.flatten()
        && !can_be_lawyer(conn, id).await?
    {
        errors.push(missing("lawyer_id", id));
    }
    must_exist!(conn, errors, core_client, "client_id", input.client_id);
    must_exist!(conn, errors, core_tenancy, "tenancy_id", input.tenancy_id);
    let support_worker = input.support_worker_id.flatten();
    must_exist!(conn, errors, core_person, "support_worker_id", support_worker);
    if let Some(id) = support_worker
        && errors.is_empty()
        && !people::may_see(conn, actor, id).await?
    {
        errors.push(missing("support_worker_id", id));
    }
    if errors.is_empty() { Ok(()) } else { Err(DomainError::Invalid(errors)) }
}

/// Checks whom and what a new case belongs to, as [`check`] does for a input.
///
/// # Errors
/// `does_not_exist` for each key that leads nowhere.
pub async fn check_parties(
    conn: &mut Connection,
    client: Option<Uuid>,
    tenancy: Option<i32>,
    (landlord, agent): (Option<i32>, Option<i32>),
) -> Result<Vec<FieldError>> {
    let mut errors = Vec::new();
    must_exist!(conn, errors, core_client, "client_id", client);
    must_exist!(conn, errors, core_tenancy, "tenancy_id", tenancy);
    must_exist!(conn, errors, core_person, "tenancy.landlord_id", landlord);
    must_exist!(conn, errors, core_person, "tenancy.agent_id", agent);
    Ok(errors)
}

fn missing(attr: &'static str, id: impl std::fmt::Display) -> FieldError {
    FieldError::new(attr, "does_not_exist", format!("There is no {id} to choose."))
}

/// Whether another case has this reference. References of the same letter wait for this
/// transaction.
async fn is_taken(conn: &mut Connection, case: Uuid, fileref: &str) -> Result<bool> {
    let letter: String = fileref.chars().take(1).collect();
    lock::take(conn, lock::FILEREF, &letter).await?;
    let others =
        core_issue::table.filter(core_issue::fileref.eq(fileref)).filter(core_issue::id.ne(case));
    Ok(select(exists(others)).get_result(conn).await?)
}
