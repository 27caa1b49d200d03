//! Changing a case.

use chrono::{DateTime, Utc};
use clerk_domain::{
    access::{self, Account, CaseRow},
    cases::{self, Case, CaseInput, assemble},
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
    input: CaseInput,
    now: DateTime<Utc>,
) -> Result<Case> {
    let row = conn
        .transaction(async |conn| {
            let case = access::lock(conn, account, id).await?;
            rules::check(conn, account, &case, &input, now).await?;
            apply(conn, case, input, now).await
        })
        .await?;
    assemble(conn, vec![row]).await?.pop().ok_or(DomainError::NotFound)
}

/// Writes a change that has been checked, of a case that is locked.
pub async fn apply(
    conn: &mut Connection,
    before: CaseRow,
    mut input: CaseInput,
    now: DateTime<Utc>,
) -> Result<CaseRow> {
    if input.fileref.as_deref() == Some("") {
        let topic = input.topic.as_deref().unwrap_or(&before.topic);
        input.fileref = Some(cases::next_fileref(conn, topic).await?);
    }
    let after: CaseRow = diesel::update(core_issue::table.find(before.id))
        .set((core_issue::modified_at.eq(now), input))
        .returning(CaseRow::as_returning())
        .get_result(conn)
        .await?;
    lifecycle::after_change(conn, &before, &after, now).await?;
    Ok(after)
}
