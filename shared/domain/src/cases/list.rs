//! The list of cases.

use clerk_store::db::{Connection, schema::core_issue};
use diesel::{ExpressionMethods, QueryDsl, SelectableHelper};
use diesel_async::RunQueryDsl;

use super::{Case, CaseFilter, assemble};
use crate::{
    access::{Account, CaseRow, visible_to},
    error::Result,
    paging::{PageRequest, Paged},
};

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
