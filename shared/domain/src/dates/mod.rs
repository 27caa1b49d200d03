//! Critical dates of a case (table `core_issuedate`). Every change is in the audit log.

mod log;
mod rules;

use chrono::{DateTime, NaiveDate, Utc};
use clerk_base::clock::local;
use clerk_store::db::{
    Connection,
    pattern::contains,
    schema::{core_client, core_issue, core_issuedate},
};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, OptionalExtension, PgTextExpressionMethods, QueryDsl,
    SelectableHelper, insert_into, pg::Pg,
};
use diesel_async::{AsyncConnection, RunQueryDsl};
use uuid::Uuid;

use crate::{
    access,
    access::{Account, CaseRow, Role, visible_to},
    cases,
    cases::{Case, assemble},
    error::{DomainError, Result},
    paging::{PageRequest, Paged},
    record::record,
    vocabulary::dates::DateType,
};

/// A critical date with its case.
#[derive(Clone, Debug)]
pub struct CriticalDate {
    /// The columns of `core_issuedate`.
    pub row: DateRow,
    /// The case that it belongs to.
    pub case: Case,
}

record! {
    table core_issuedate {
        type_: DateType,
        date: NaiveDate,
        notes: String,
        is_reviewed: bool,
        hearing_type: String,
        hearing_location: String,
    }

    /// Columns of `core_issuedate`. Values of choices are in [`crate::vocabulary::dates`].
    row DateRow {
        id: i32,
        created_at: DateTime<Utc>,
        modified_at: DateTime<Utc>,
        issue_id: Uuid,
    };

    /// What is changed of a date; `None` leaves a column as it is.
    input DateInput {
        /// The case it is said to belong to, when the sender names one.
        case: Option<Uuid>,
    };

    /// Everything about a date that people decide, once it has been checked.
    #[derive(diesel::AsChangeset)]
    new DateFacts;
}

/// A date to add.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the columns are described in docs/tables.md")]
pub struct NewDate {
    pub case: Uuid,
    pub type_: DateType,
    pub date: NaiveDate,
    pub notes: String,
    /// Only when the sender says so, which not everybody may.
    pub is_reviewed: Option<bool>,
    pub hearing_type: String,
    pub hearing_location: String,
}

impl DateRow {
    /// Whether it is a hearing, which has a type and a place.
    #[must_use]
    pub fn is_hearing(&self) -> bool {
        self.type_ == DateType::HearingListed
    }
}

/// What the list is narrowed to. `None` means: not at all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DateFilter {
    /// Occurs in the case's file reference, or in a name or the address of the client, in any case of
    /// letters.
    pub text: Option<String>,
    /// What they are.
    pub type_: Option<DateType>,
    /// Key of the case.
    pub case: Option<Uuid>,
    /// Reviewed ones, or those that were not.
    pub is_reviewed: Option<bool>,
}

/// A page of the dates of cases that the account may see and the filter lets through, the earliest
/// first; `None` when there is no such page.
pub async fn list(
    conn: &mut Connection,
    actor: &Account,
    filter: &DateFilter,
    page: PageRequest,
) -> Result<Option<Paged<CriticalDate>>> {
    let count: i64 = visible(actor, filter).count().get_result(conn).await?;
    let Some(window) = page.window(count) else { return Ok(None) };
    let rows: Vec<DateRow> = visible(actor, filter)
        .order((
            core_issuedate::date,
            core_issuedate::type_,
            core_issuedate::created_at,
            core_issuedate::id,
        ))
        .offset(window.offset)
        .limit(window.limit)
        .select(DateRow::as_select())
        .load(conn)
        .await?;
    let cases = cases::by_id(conn, rows.iter().map(|row| row.issue_id)).await?;
    let dates = rows
        .into_iter()
        .filter_map(|row| Some(CriticalDate { case: cases.get(&row.issue_id)?.clone(), row }))
        .collect();
    Ok(Some(window.page(dates, count)))
}

fn visible<'a>(actor: &Account, filter: &'a DateFilter) -> core_issuedate::BoxedQuery<'a, Pg> {
    let mut cases = visible_to(actor);
    if let Some(text) = &filter.text {
        let pattern = contains(text);
        let clients = core_client::table
            .filter(
                core_client::first_name
                    .ilike(pattern.clone())
                    .or(core_client::last_name.ilike(pattern.clone()))
                    .or(core_client::email.ilike(pattern.clone())),
            )
            .select(core_client::id);
        let is_found = core_issue::fileref.ilike(pattern).or(core_issue::client_id.eq_any(clients));
        cases = cases.filter(is_found);
    }
    let cases = cases.select(core_issue::id);
    let mut dates =
        core_issuedate::table.filter(core_issuedate::issue_id.eq_any(cases)).into_boxed();
    if let Some(type_) = &filter.type_ {
        dates = dates.filter(core_issuedate::type_.eq(type_));
    }
    if let Some(case) = filter.case {
        dates = dates.filter(core_issuedate::issue_id.eq(case));
    }
    if let Some(is_reviewed) = filter.is_reviewed {
        dates = dates.filter(core_issuedate::is_reviewed.eq(is_reviewed));
    }
    dates
}

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
async fn row(conn: &mut Connection, actor: &Account, id: i32) -> Result<DateRow> {
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
async fn locked(conn: &mut Connection, actor: &Account, id: i32) -> Result<(DateRow, CaseRow)> {
    let case = row(conn, actor, id).await?.issue_id;
    let case = access::lock(conn, actor, case).await?;
    // Read again, since it may have changed while waiting.
    Ok((row(conn, actor, id).await?, case))
}

/// Adds the case to a date.
async fn with_case(conn: &mut Connection, row: DateRow, case: CaseRow) -> Result<CriticalDate> {
    let case = assemble(conn, vec![case]).await?.pop().ok_or(DomainError::NotFound)?;
    Ok(CriticalDate { row, case })
}

/// Adds a date to an open case and records it.
///
/// # Errors
/// As [`access::case`], but a case that is not there is `does_not_exist`; 403 below admin when it says
/// whether the date was reviewed; 400 when something does not fit.
pub async fn create(
    conn: &mut Connection,
    actor: &Account,
    new: NewDate,
    now: DateTime<Utc>,
) -> Result<CriticalDate> {
    let (row, case) = conn.transaction(async |conn| create_in(conn, actor, new, now).await).await?;
    with_case(conn, row, case).await
}

/// Checks that there is such a case, for somebody who may see it.
///
/// # Errors
/// As [`create`].
pub async fn require_case(conn: &mut Connection, actor: &Account, id: Uuid) -> Result<()> {
    access::case(conn, actor, id).await.map(|_| ()).map_err(|error| no_case(error, id))
}

/// A case that is not there is an error of the field that names it.
fn no_case(error: DomainError, id: Uuid) -> DomainError {
    match error {
        DomainError::NotFound => {
            DomainError::invalid("issue_id", "does_not_exist", format!("There is no case {id}."))
        }
        other => other,
    }
}

async fn create_in(
    conn: &mut Connection,
    actor: &Account,
    new: NewDate,
    now: DateTime<Utc>,
) -> Result<(DateRow, CaseRow)> {
    let case =
        access::lock(conn, actor, new.case).await.map_err(|error| no_case(error, new.case))?;
    rules::require_reviewer(actor, new.is_reviewed)?;
    if access::is_closed(&case) {
        let detail = "The case is closed, so it gets no more dates.";
        return Err(DomainError::invalid("issue_id", "invalid", detail));
    }
    rules::not_past(new.date, local(now).date_naive())?;
    if new.type_ == DateType::HearingListed {
        rules::require_hearing(&new.hearing_type, &new.hearing_location)?;
    }
    let facts = rules::fit(DateFacts {
        type_: new.type_,
        date: new.date,
        notes: new.notes,
        is_reviewed: new.is_reviewed.unwrap_or(false),
        hearing_type: new.hearing_type,
        hearing_location: new.hearing_location,
    });
    let row: DateRow = insert_into(core_issuedate::table)
        .values((
            core_issuedate::created_at.eq(now),
            core_issuedate::modified_at.eq(now),
            core_issuedate::issue_id.eq(case.id),
            facts,
        ))
        .returning(DateRow::as_returning())
        .get_result(conn)
        .await?;
    log::record(conn, actor, None, Some(&row), now).await?;
    Ok((row, case))
}

/// Changes a date and records the input.
///
/// # Errors
/// As [`super::dates::find`]; 403 below admin when it says whether the date was reviewed; 400 when something
/// does not fit, or when the date is said to belong to another case.
pub async fn update(
    conn: &mut Connection,
    actor: &Account,
    id: i32,
    input: DateInput,
    now: DateTime<Utc>,
) -> Result<CriticalDate> {
    let (row, case) =
        conn.transaction(async |conn| update_in(conn, actor, id, input, now).await).await?;
    with_case(conn, row, case).await
}

async fn update_in(
    conn: &mut Connection,
    actor: &Account,
    id: i32,
    input: DateInput,
    now: DateTime<Utc>,
) -> Result<(DateRow, CaseRow)> {
    let (before, case) = locked(conn, actor, id).await?;
    rules::require_reviewer(actor, input.is_reviewed)?;
    check(&before, &input, now)?;
    let facts = rules::fit(changed(&before, input));
    let after: DateRow = diesel::update(core_issuedate::table.find(id))
        .set((core_issuedate::modified_at.eq(now), facts))
        .returning(DateRow::as_returning())
        .get_result(conn)
        .await?;
    log::record(conn, actor, Some(&before), Some(&after), now).await?;
    Ok((after, case))
}

fn check(before: &DateRow, input: &DateInput, now: DateTime<Utc>) -> Result<()> {
    if input.case.is_some_and(|case| case != before.issue_id) {
        let detail = "A date stays with its case.";
        return Err(DomainError::invalid("issue_id", "invalid", detail));
    }
    // A date that has passed stays as it is when something else is changed.
    if let Some(date) = input.date.filter(|date| *date != before.date) {
        rules::not_past(date, local(now).date_naive())?;
    }
    let given = |field: &Option<String>| field.clone().unwrap_or_default();
    match input.type_ {
        // Whoever makes it a hearing says which and where.
        Some(DateType::HearingListed) => {
            rules::require_hearing(&given(&input.hearing_type), &given(&input.hearing_location))
        }
        None if before.is_hearing() => {
            // An old hearing may lack one of them; what is not touched does not matter.
            let touched = |field: &Option<String>| field.clone().unwrap_or_else(|| "-".to_owned());
            let (hearing_type, location) =
                (touched(&input.hearing_type), touched(&input.hearing_location));
            rules::require_hearing(&hearing_type, &location)
        }
        _ => Ok(()),
    }
}

fn changed(old: &DateRow, input: DateInput) -> DateFacts {
    let or_old = |new: Option<String>, old: &String| new.unwrap_or_else(|| old.clone());
    DateFacts {
        type_: input.type_.unwrap_or_else(|| old.type_.clone()),
        date: input.date.unwrap_or(old.date),
        notes: or_old(input.notes, &old.notes),
        is_reviewed: input.is_reviewed.unwrap_or(old.is_reviewed),
        hearing_type: or_old(input.hearing_type, &old.hearing_type),
        hearing_location: or_old(input.hearing_location, &old.hearing_location),
    }
}

/// Deletes a date and records it. What was recorded before stays in the timeline.
///
/// # Errors
/// As [`super::dates::find`].
pub async fn delete(
    conn: &mut Connection,
    actor: &Account,
    id: i32,
    now: DateTime<Utc>,
) -> Result<()> {
    conn.transaction(async |conn| {
        let (row, _) = locked(conn, actor, id).await?;
        diesel::delete(core_issuedate::table.find(id)).execute(conn).await?;
        log::record(conn, actor, Some(&row), None, now).await
    })
    .await
}
