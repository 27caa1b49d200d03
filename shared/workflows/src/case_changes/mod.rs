//! What happens when a case changes.
//!
//! Whoever may see a case may change it (`access::lock`), from paralegal upwards. In this order:
//!
//! 1. **Locked**: other changes of the case, its services and its dates wait.
//! 2. **Checked** ([`rules::check`]): what it is about is for coordinators; a paralegal needs a
//!    usable Microsoft account and comes together with a lawyer; it comes to the stage `CLOSED`
//!    only when nothing is left to do ([`rules::check_can_close`]).
//! 3. **Written**, with the next file reference of its topic when a blank one is asked for.
//! 4. **What follows** (`after_change`), in the same transaction:
//!
//! | Change | Event and note | Jobs |
//! |---|---|---|
//! | another lawyer | `LAWYER` | `MoveCaseAccess` |
//! | another paralegal | `PARALEGAL` | `MoveCaseAccess`, and `AlertAssignment` unless there is none now |
//! | closed, or opened again | `OPEN` | `NotifyStage` when the stage changed too |
//! | another stage | `STAGE` | `NotifyStage` |
//!
//! **On closing** (`is_open: false`) nothing is deleted or sent by itself: see
//! [`clerk_domain::access::is_closed`] for what a closed case no longer allows. Closing by
//! `is_open` alone is not checked, as in the original: only the stage is.

mod after_change;
pub mod rules;

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

/// Changes a case, with everything that follows from the change, and returns it.
///
/// # Errors
/// As [`access::case`]; 403 for fields that are not theirs to change; 400 for values that do not
/// fit.
pub async fn update(
    conn: &mut Connection,
    actor: &Account,
    id: Uuid,
    input: CaseInput,
    now: DateTime<Utc>,
) -> Result<Case> {
    let row = conn
        .transaction(async |conn| {
            let case = access::lock(conn, actor, id).await?;
            check_and_write(conn, actor, case, input, now).await
        })
        .await?;
    assemble(conn, vec![row]).await?.pop().ok_or(DomainError::NotFound)
}

/// The same for a case that is locked, in the caller's transaction.
pub(crate) async fn check_and_write(
    conn: &mut Connection,
    actor: &Account,
    case: CaseRow,
    input: CaseInput,
    now: DateTime<Utc>,
) -> Result<CaseRow> {
    rules::check(conn, actor, &case, &input, now).await?;
    let after = write(conn, &case, input, now).await?;
    after_change::after_change(conn, &case, &after, now).await?;
    Ok(after)
}

async fn write(
    conn: &mut Connection,
    case: &CaseRow,
    mut input: CaseInput,
    now: DateTime<Utc>,
) -> Result<CaseRow> {
    if input.fileref.as_deref() == Some("") {
        let topic = input.topic.as_ref().unwrap_or(&case.topic);
        input.fileref = Some(cases::next_fileref(conn, topic).await?);
    }
    Ok(diesel::update(core_issue::table.find(case.id))
        .set((core_issue::modified_at.eq(now), input))
        .returning(CaseRow::as_returning())
        .get_result(conn)
        .await?)
}
