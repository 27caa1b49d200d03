//! What has to hold when a case is changed.

use chrono::{DateTime, TimeDelta, Utc};
use clerk_domain::{
    access::{Account, CaseRow, Role, people},
    cases::CaseInput,
    error::{DomainError, FieldError, Result},
    vocabulary::services::ONGOING,
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

/// How old a Microsoft account has to be before it can be given a folder.
const MICROSOFT_DELAY: TimeDelta = TimeDelta::minutes(15);

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
/// 403 when it changes what is for coordinators and better; otherwise what is wrong with the fields.
pub async fn check(
    conn: &mut Connection,
    account: &Account,
    case: &CaseRow,
    input: &CaseInput,
    now: DateTime<Utc>,
) -> Result<()> {
    if !account.role.is_at_least(Role::Coordinator) && touches_identity(case, input) {
        return Err(DomainError::forbidden());
    }
    related(conn, account, case, input, now).await?;
    if input.paralegal_id.flatten().is_some() && input.lawyer_id.flatten().is_none() {
        let detail = "A case with a paralegal has to have a lawyer too.";
        return Err(DomainError::invalid("lawyer_id", "invalid", detail));
    }
    if input.stage.as_deref() == Some("CLOSED") {
        is_finished(conn, case.id).await?;
    }
    Ok(())
}

/// Whether a change is about what a case is: its topic and reference, whose it is and where.
fn touches_identity(case: &CaseRow, input: &CaseInput) -> bool {
    fn differs<T: PartialEq>(new: Option<&T>, old: &T) -> bool {
        new.is_some_and(|new| new != old)
    }
    differs(input.topic.as_ref(), &case.topic)
        || differs(input.fileref.as_ref(), &case.fileref)
        || differs(input.client_id.as_ref(), &case.client_id)
        || differs(input.tenancy_id.as_ref(), &case.tenancy_id)
}

async fn related(
    conn: &mut Connection,
    account: &Account,
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
        && !is_member(conn, id, "Paralegal", Some(now - MICROSOFT_DELAY)).await?
    {
        errors.push(missing("paralegal_id", id));
    }
    if let Some(id) = input.lawyer_id.flatten()
        && !is_member(conn, id, "Lawyer", None).await?
    {
        errors.push(missing("lawyer_id", id));
    }
    must_exist!(conn, errors, core_client, "client_id", input.client_id);
    must_exist!(conn, errors, core_tenancy, "tenancy_id", input.tenancy_id);
    let support_worker = input.support_worker_id.flatten();
    must_exist!(conn, errors, core_person, "support_worker_id", support_worker);
    if let Some(id) = support_worker
        && errors.is_empty()
        && !people::may_see(conn, account, id).await?
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

/// Whether another case has this reference. Nobody hands out one of the same letter meanwhile.
async fn is_taken(conn: &mut Connection, case: Uuid, fileref: &str) -> Result<bool> {
    let letter: String = fileref.chars().take(1).collect();
    lock::take(conn, lock::FILEREF, &letter).await?;
    let others =
        core_issue::table.filter(core_issue::fileref.eq(fileref)).filter(core_issue::id.ne(case));
    Ok(select(exists(others)).get_result(conn).await?)
}

/// Whether an account is in a group and, where that matters, had its Microsoft account by then.
async fn is_member(
    conn: &mut Connection,
    id: i32,
    group: &str,
    since: Option<DateTime<Utc>>,
) -> Result<bool> {
    let mut accounts = auth_user::table
        .inner_join(auth_user_groups::table.inner_join(auth_group::table))
        .filter(auth_user::id.eq(id))
        .filter(auth_group::name.eq(group))
        .select(auth_user::id)
        .into_boxed();
    if let Some(since) = since {
        accounts = accounts.filter(auth_user::ms_account_created_at.le(since));
    }
    let found: Option<i32> = accounts.first(conn).await.optional()?;
    Ok(found.is_some())
}

/// A case can be closed once its ongoing services have ended and its dates have been reviewed.
async fn is_finished(conn: &mut Connection, case: Uuid) -> Result<()> {
    let unfinished = core_service::table.filter(
        core_service::issue_id
            .eq(case)
            .and(core_service::category.eq(ONGOING))
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
