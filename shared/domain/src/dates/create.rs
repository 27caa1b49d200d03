//! Adding a critical date.

use chrono::{DateTime, Utc};
use clerk_base::clock::local;
use clerk_store::db::{Connection, schema::core_issuedate};
use diesel::{ExpressionMethods, SelectableHelper, insert_into};
use diesel_async::{AsyncConnection, RunQueryDsl};
use uuid::Uuid;

use super::{CriticalDate, DateRow, NewDate, find, log, model::DateFacts, rules};
use crate::{
    access,
    access::{Account, CaseRow},
    error::{DomainError, Result},
    vocabulary::dates::DateType,
};

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
    find::with_case(conn, row, case).await
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
