//! Changing a critical date.

use chrono::{DateTime, Utc};
use clerk_base::clock::local;
use clerk_store::db::{Connection, schema::core_issuedate};
use diesel::{ExpressionMethods, QueryDsl, SelectableHelper};
use diesel_async::{AsyncConnection, RunQueryDsl};

use super::{CriticalDate, DateInput, DateRow, find, log, model::DateFacts, rules};
use crate::{
    access::{Account, CaseRow},
    error::{DomainError, Result},
    vocabulary::dates::DateType,
};

/// Changes a date and records the input.
///
/// # Errors
/// As [`super::find`]; 403 below admin when it says whether the date was reviewed; 400 when something
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
    find::with_case(conn, row, case).await
}

async fn update_in(
    conn: &mut Connection,
    actor: &Account,
    id: i32,
    input: DateInput,
    now: DateTime<Utc>,
) -> Result<(DateRow, CaseRow)> {
    let (before, case) = find::locked(conn, actor, id).await?;
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
