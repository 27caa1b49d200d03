//! Changing a case.

use chrono::{DateTime, Utc};
use clerk_domain::{
    access::{self, Account, CaseRow},
    cases::{self, Case, CaseChange, assemble},
    error::{DomainError, Result},
};
use clerk_store::db::{Connection, schema::core_issue};
use diesel::{ExpressionMethods, QueryDsl, SelectableHelper};
use diesel_async::{AsyncConnection, RunQueryDsl};
use uuid::Uuid;

use super::{lifecycle, rules};

/// Changes a case, with everything that follows from the change, and returns it.
///
/// # Errors
/// As [`access::case`]; 403 for fields that are not theirs to change; 400 for values that do not fit.
pub async fn update(
    conn: &mut Connection,
    account: &Account,
    id: Uuid,
    change: CaseChange,
    now: DateTime<Utc>,
) -> Result<Case> {
    let row = conn
        .transaction(async |conn| {
            let case = access::lock(conn, account, id).await?;
            rules::check(conn, account, &case, &change, now).await?;
            apply(conn, case, change, now).await
        })
        .await?;
    assemble(conn, vec![row]).await?.pop().ok_or(DomainError::NotFound)
}

/// Writes a change that has been checked, of a case that is locked.
pub async fn apply(
    conn: &mut Connection,
    before: CaseRow,
    mut change: CaseChange,
    now: DateTime<Utc>,
) -> Result<CaseRow> {
    if change.fileref.as_deref() == Some("") {
        let topic = change.topic.as_deref().unwrap_or(&before.topic);
        change.fileref = Some(cases::next_fileref(conn, topic).await?);
    }
    let after: CaseRow = diesel::update(core_issue::table.find(before.id))
        .set((core_issue::modified_at.eq(now), change))
        .returning(CaseRow::as_returning())
        .get_result(conn)
        .await?;
    lifecycle::after_change(conn, &before, &after, now).await?;
    Ok(after)
}
