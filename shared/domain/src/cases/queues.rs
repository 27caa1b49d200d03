//! The lists from which coordinators hand out and review cases.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use clerk_store::db::{
    Connection,
    schema::{core_issue, core_issuenote},
};
use diesel::{
    ExpressionMethods, QueryDsl, QueryResult, SelectableHelper,
    dsl::{max, sql},
    sql_types::{Array, Bool, Text},
};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{Case, assemble};
use crate::{
    access::{Account, CaseRow, Cases, is_open, visible_to},
    error::Result,
    vocabulary::notes::{CONFLICT_CHECKS, ELIGIBILITY_CHECKS},
};

/// A case with what its notes say about its progress.
#[derive(Clone, Debug)]
pub struct QueuedCase {
    /// The case.
    pub case: Case,
    /// Whether somebody has looked for conflicts of interest, whatever they found.
    pub is_conflict_check: bool,
    /// Whether somebody has looked whether the client is eligible, whatever they found.
    pub is_eligibility_check: bool,
    /// The latest point in time that a note is about.
    pub next_review: Option<DateTime<Utc>>,
}

/// What the notes of a case say.
#[derive(Clone, Copy, Default)]
struct Progress {
    next_review: Option<DateTime<Utc>>,
    is_conflict_check: bool,
    is_eligibility_check: bool,
}

/// Open cases without a paralegal that the account may see, oldest first. Eight queries at most.
pub async fn inbox(conn: &mut Connection, actor: &Account) -> Result<Vec<QueuedCase>> {
    let unassigned = visible_to(actor).filter(core_issue::paralegal_id.is_null());
    open(conn, unassigned).await
}

/// Open cases that the account may see, the one to be reviewed first first; at the end those without
/// a review. Eight queries at most.
pub async fn review(conn: &mut Connection, actor: &Account) -> Result<Vec<QueuedCase>> {
    let mut cases = open(conn, visible_to(actor)).await?;
    cases.sort_by_key(|case| (case.next_review.is_none(), case.next_review));
    Ok(cases)
}

async fn open(conn: &mut Connection, cases: Cases<'_>) -> Result<Vec<QueuedCase>> {
    let rows: Vec<CaseRow> = cases
        .filter(is_open())
        .order((core_issue::created_at, core_issue::id))
        .select(CaseRow::as_select())
        .load(conn)
        .await?;
    let progress = progress(conn, rows.iter().map(|row| row.id).collect()).await?;
    let cases = assemble(conn, rows).await?;
    let queued = cases.into_iter().map(|case| {
        let it = progress.get(&case.row.id).copied().unwrap_or_default();
        QueuedCase {
            case,
            is_conflict_check: it.is_conflict_check,
            is_eligibility_check: it.is_eligibility_check,
            next_review: it.next_review,
        }
    });
    Ok(queued.collect())
}

async fn progress(conn: &mut Connection, cases: Vec<Uuid>) -> QueryResult<HashMap<Uuid, Progress>> {
    let rows: Vec<(Uuid, Option<DateTime<Utc>>, bool, bool)> = core_issuenote::table
        .filter(core_issuenote::issue_id.eq_any(cases))
        .group_by(core_issuenote::issue_id)
        .select((
            core_issuenote::issue_id,
            max(core_issuenote::event),
            sql::<Bool>("bool_or(note_type = ANY(")
                .bind::<Array<Text>, _>(CONFLICT_CHECKS)
                .sql("))"),
            sql::<Bool>("bool_or(note_type = ANY(")
                .bind::<Array<Text>, _>(ELIGIBILITY_CHECKS)
                .sql("))"),
        ))
        .load(conn)
        .await?;
    let progress = |(id, next_review, is_conflict_check, is_eligibility_check)| {
        (id, Progress { next_review, is_conflict_check, is_eligibility_check })
    };
    Ok(rows.into_iter().map(progress).collect())
}
