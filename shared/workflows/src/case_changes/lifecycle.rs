//! What follows from a change of a case: the one place that decides it.

use chrono::{DateTime, Utc};
use clerk_domain::{access::CaseRow, error::Result, notes};
use clerk_store::{
    db::{Connection, schema::core_issueevent},
    jobs::{self, Job},
};
use diesel::{ExpressionMethods, Insertable, insert_into};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

/// `core_issueevent.event_type`: another lawyer.
const LAWYER: &str = "LAWYER";
/// Another paralegal.
const PARALEGAL: &str = "PARALEGAL";
/// Closed or opened again, at whatever stage.
const OPEN: &str = "OPEN";
/// Another stage, and neither closed nor opened.
const STAGE: &str = "STAGE";

#[derive(Insertable, Default)]
#[diesel(table_name = core_issueevent)]
struct NewEvent<'a> {
    event_type: &'a str,
    prev_user_id: Option<i32>,
    next_user_id: Option<i32>,
    prev_stage: Option<&'a str>,
    next_stage: Option<&'a str>,
    prev_is_open: Option<bool>,
    next_is_open: Option<bool>,
}

/// Records what happened to a case, notes it in the timeline and enqueues what has to follow: giving
/// and taking access to its folder, telling a new paralegal, notifying of the stage. On the
/// connection of the change, so that all of it happens or nothing.
///
/// # Errors
/// Fails when the database does.
pub async fn after_change(
    conn: &mut Connection,
    before: &CaseRow,
    after: &CaseRow,
    now: DateTime<Utc>,
) -> Result<()> {
    for (event_type, prev, next) in [
        (LAWYER, before.lawyer_id, after.lawyer_id),
        (PARALEGAL, before.paralegal_id, after.paralegal_id),
    ] {
        if prev == next {
            continue;
        }
        let event =
            NewEvent { event_type, prev_user_id: prev, next_user_id: next, ..NewEvent::default() };
        let event = record(conn, after.id, event, now).await?;
        jobs::enqueue(conn, &Job::MoveCaseAccess { event }).await?;
        if event_type == PARALEGAL && next.is_some() {
            jobs::enqueue(conn, &Job::AlertAssignment { event }).await?;
        }
    }
    let is_moved = before.stage != after.stage;
    let is_opened_or_closed = before.is_open != after.is_open;
    if !is_moved && !is_opened_or_closed {
        return Ok(());
    }
    let event = NewEvent {
        event_type: if is_opened_or_closed { OPEN } else { STAGE },
        prev_stage: Some(&before.stage),
        next_stage: Some(&after.stage),
        prev_is_open: is_opened_or_closed.then_some(before.is_open),
        next_is_open: is_opened_or_closed.then_some(after.is_open),
        ..NewEvent::default()
    };
    let event = record(conn, after.id, event, now).await?;
    if is_moved {
        jobs::enqueue(conn, &Job::NotifyStage { event }).await?;
    }
    Ok(())
}

/// Writes an event and its note, and returns its id.
async fn record(
    conn: &mut Connection,
    case: Uuid,
    event: NewEvent<'_>,
    now: DateTime<Utc>,
) -> Result<i32> {
    let id = insert_into(core_issueevent::table)
        .values((
            core_issueevent::created_at.eq(now),
            core_issueevent::modified_at.eq(now),
            core_issueevent::issue_id.eq(case),
            event,
        ))
        .returning(core_issueevent::id)
        .get_result(conn)
        .await?;
    notes::add_event(conn, case, "issueevent", id, now).await?;
    Ok(id)
}
