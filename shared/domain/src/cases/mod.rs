//! Cases (table `core_issue`): finding them and showing them. They are opened and changed in the
//! workflows `case_opens` and `case_changes`; who sees them is in [`crate::access`].

mod fileref;
mod filter;
mod involving;
mod new_case_defaults;
mod queues;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use clerk_store::db::{
    Connection, distinct,
    schema::{core_issue, core_submission, emails_email},
};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, SelectableHelper};
use diesel_async::RunQueryDsl;
use futures_util::try_join;
use serde_json::Value;
use uuid::Uuid;

use crate::{
    access,
    access::{Account, CaseRow, visible_to},
    accounts::{Profile, profiles},
    clients,
    clients::Client,
    error::{DomainError, Result},
    notes::{self, Note},
    paging::{PageRequest, Paged},
    people,
    people::Person,
    tenancies::{self, Tenancy, TenancyRow},
};

pub use crate::access::CaseInput;
pub use fileref::{fileref, fileref_letter, next_fileref};
pub use filter::CaseFilter;
pub use involving::{of_client, of_person, of_tenancy};
pub use new_case_defaults::NewCaseDefaults;
pub use queues::{QueuedCase, inbox, review};

/// A case with everybody involved.
#[derive(Clone, Debug)]
pub struct Case {
    /// The columns of `core_issue`.
    pub row: CaseRow,
    /// Whom we help.
    pub client: Client,
    /// Where they live.
    pub tenancy: Tenancy,
    /// Who works on it.
    pub paralegal: Option<Profile>,
    /// Who supervises.
    pub lawyer: Option<Profile>,
    /// Who supports the client from outside.
    pub support_worker: Option<Person>,
}

/// Adds client, tenancy and people to cases, keeping their order. Six queries at most.
pub async fn assemble(conn: &mut Connection, rows: Vec<CaseRow>) -> Result<Vec<Case>> {
    let conn = &*conn;
    let (clients, tenancies, users) = try_join!(
        clients::by_id(conn, rows.iter().map(|row| row.client_id)),
        tenancies::by_id(conn, rows.iter().map(|row| row.tenancy_id)),
        profiles(conn, rows.iter().flat_map(|row| [row.paralegal_id, row.lawyer_id]).flatten()),
    )?;
    let parties = |tenancy: &TenancyRow| [tenancy.landlord_id, tenancy.agent_id];
    let people = people::by_id(
        conn,
        rows.iter()
            .map(|row| row.support_worker_id)
            .chain(tenancies.values().flat_map(parties))
            .flatten(),
    )
    .await?;
    let user = |id: Option<i32>| id.and_then(|id| users.get(&id)).cloned();
    rows.into_iter()
        .map(|row| {
            let client = clients.get(&row.client_id).cloned().ok_or_else(lost)?;
            let tenancy = tenancies.get(&row.tenancy_id).cloned().ok_or_else(lost)?;
            Ok(Case {
                client,
                tenancy: tenancy.with(&people),
                paralegal: user(row.paralegal_id),
                lawyer: user(row.lawyer_id),
                support_worker: row.support_worker_id.and_then(|id| people.get(&id)).cloned(),
                row,
            })
        })
        .collect()
}

/// The cases with these keys, with everybody involved. For callers who have checked who may see them.
/// Seven queries at most.
pub async fn by_id(
    conn: &mut Connection,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, Case>> {
    let rows: Vec<CaseRow> = core_issue::table
        .filter(core_issue::id.eq_any(distinct(ids)))
        .select(CaseRow::as_select())
        .load(conn)
        .await?;
    let cases = assemble(conn, rows).await?;
    Ok(cases.into_iter().map(|case| (case.row.id, case)).collect())
}

/// Foreign keys rule it out, but for a delete between two of the queries.
fn lost() -> DomainError {
    DomainError::Fatal("the client or tenancy of a case vanished while it was read".into())
}

/// A page of the cases that the account may see and the filter lets through, newest first; `None`
/// when there is no such page.
///
/// # Errors
/// `does_not_exist` for an account named by the filter.
pub async fn list(
    conn: &mut Connection,
    actor: &Account,
    filter: &CaseFilter,
    page: PageRequest,
) -> Result<Option<Paged<Case>>> {
    filter.check(conn).await?;
    let count: i64 = filter.narrow(visible_to(actor)).count().get_result(conn).await?;
    let Some(window) = page.window(count) else { return Ok(None) };
    let rows: Vec<CaseRow> = filter
        .narrow(visible_to(actor))
        .order((core_issue::created_at.desc(), core_issue::id.desc()))
        .offset(window.offset)
        .limit(window.limit)
        .select(CaseRow::as_select())
        .load(conn)
        .await?;
    Ok(Some(window.page(assemble(conn, rows).await?, count)))
}

/// A case as its page shows it.
#[derive(Clone, Debug)]
pub struct CaseDetail {
    /// The case.
    pub case: Case,
    /// The notes that the account may read, newest first.
    pub notes: Vec<Note>,
}

/// The case with this id and its notes, for somebody who may see it.
///
/// # Errors
/// As [`access::case`].
pub async fn detail(conn: &mut Connection, actor: &Account, id: Uuid) -> Result<CaseDetail> {
    let row = access::case(conn, actor, id).await?;
    let case = assemble(conn, vec![row]).await?.pop().ok_or(DomainError::NotFound)?;
    let notes = notes::of_case(conn, actor, id).await?;
    Ok(CaseDetail { case, notes })
}

/// An email without its content.
#[derive(Clone, Debug, diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = emails_email, check_for_backend(diesel::pg::Pg))]
pub struct EmailLine {
    /// Key.
    pub id: i32,
    /// Subject line.
    pub subject: String,
    /// State of its life, such as `DRAFT` or `DELIVERED`.
    pub state: String,
    /// Who wrote it.
    pub from_address: String,
    /// Whom it is for.
    pub to_address: String,
    /// When it was written or came in.
    pub created_at: DateTime<Utc>,
}

/// The emails of a case, newest first. For callers who have checked access to the case.
pub async fn emails(conn: &mut Connection, case: Uuid) -> Result<Vec<EmailLine>> {
    Ok(emails_email::table
        .filter(emails_email::issue_id.eq(case))
        .order((emails_email::created_at.desc(), emails_email::id.desc()))
        .select(EmailLine::as_select())
        .load(conn)
        .await?)
}

/// A submitted form.
#[derive(Clone, Debug, diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = core_submission, check_for_backend(diesel::pg::Pg))]
pub struct Submission {
    /// When the form was begun.
    pub created_at: DateTime<Utc>,
    /// Everything that was answered, by question.
    pub answers: Value,
}

/// The processed submission that a case came from, if it came from one. For callers who have
/// checked access to the case.
pub async fn submission(conn: &mut Connection, case: &CaseRow) -> Result<Option<Submission>> {
    let Some(id) = case.submission_id else { return Ok(None) };
    Ok(core_submission::table
        .filter(core_submission::id.eq(id))
        .filter(core_submission::is_processed.eq(true))
        .select(Submission::as_select())
        .first(conn)
        .await
        .optional()?)
}
