//! The list of critical dates.

use clerk_store::db::{
    Connection,
    pattern::contains,
    schema::{core_client, core_issue, core_issuedate},
};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, PgTextExpressionMethods, QueryDsl, SelectableHelper,
    pg::Pg,
};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{CriticalDate, DateRow};
use crate::{
    access::{Account, visible_to},
    cases,
    error::Result,
    paging::{PageRequest, Paged},
    vocabulary::dates::DateType,
};

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
