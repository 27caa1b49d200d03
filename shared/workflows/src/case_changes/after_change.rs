//! What follows from a change of a case: the one place that decides it.

use chrono::{DateTime, Utc};
use clerk_domain::{
    access::CaseRow,
    error::Result,
    journal::{self, Event},
    vocabulary::cases::{CaseEventType, Stage},
};
use clerk_store::{
    db::{Connection, schema::core_issueevent},
    jobs::{self, Job},
};
use diesel::{ExpressionMethods, Insertable, insert_into};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

#[derive(Insertable, Default)]
#[diesel(table_name = core_issueevent)]
struct NewEvent<'a> {
    event_type: CaseEventType,
    prev_user_id: Option<i32>,
    next_user_id: Option<i32>,
    prev_stage: Option<&'a Stage>,
    next_stage: Option<&'a Stage>,
    prev_is_open: Option<bool>,
    next_is_open: Option<bool>,
}

/// Records what happened to a case, notes it in the timeline and enqueues what has to follow. On
/// the connection of the change, so that all of it happens or nothing. Whatever else changes,
/// nothing follows.
pub(super) async fn after_change(
    conn: &mut Connection,
    before: &CaseRow,
    after: &CaseRow,
    now: DateTime<Utc>,
) -> Result<()> {
    if before.lawyer_id != after.lawyer_id {
        after_new_lawyer(conn, before, after, now).await?;
    }
    if before.paralegal_id != after.paralegal_id {
        after_new_paralegal(conn, before, after, now).await?;
    }
    if before.is_open != after.is_open {
        after_closing_or_opening(conn, before, after, now).await?;
    } else if before.stage != after.stage {
        after_new_stage(conn, before, after, now).await?;
    }
    Ok(())
}

/// Another lawyer, or none: the folder on SharePoint changes hands.
async fn after_new_lawyer(
    conn: &mut Connection,
    before: &CaseRow,
    after: &CaseRow,
    now: DateTime<Utc>,
) -> Result<()> {
    let event = NewEvent {
        event_type: CaseEventType::Lawyer,
        prev_user_id: before.lawyer_id,
        next_user_id: after.lawyer_id,
        ..NewEvent::default()
    };
    let event = record(conn, after.id, event, now).await?;
    jobs::enqueue(conn, &Job::MoveCaseAccess { event }).await?;
    Ok(())
}

/// Another paralegal, or none: the folder on SharePoint changes hands, and the new one hears of it.
async fn after_new_paralegal(
    conn: &mut Connection,
    before: &CaseRow,
    after: &CaseRow,
    now: DateTime<Utc>,
) -> Result<()> {
    let event = NewEvent {
        event_type: CaseEventType::Paralegal,
        prev_user_id: before.paralegal_id,
        next_user_id: after.paralegal_id,
        ..NewEvent::default()
    };
    let event = record(conn, after.id, event, now).await?;
    jobs::enqueue(conn, &Job::MoveCaseAccess { event }).await?;
    if after.paralegal_id.is_some() {
        jobs::enqueue(conn, &Job::AlertAssignment { event }).await?;
    }
    Ok(())
}

/// Closed or opened again, perhaps with another stage: one event says both. What a closed case no
/// longer allows is in [`clerk_domain::access::is_closed`].
async fn after_closing_or_opening(
    conn: &mut Connection,
    before: &CaseRow,
    after: &CaseRow,
    now: DateTime<Utc>,
) -> Result<()> {
    let event = NewEvent {
        event_type: CaseEventType::Open,
        prev_stage: Some(&before.stage),
        next_stage: Some(&after.stage),
        prev_is_open: Some(before.is_open),
        next_is_open: Some(after.is_open),
        ..NewEvent::default()
    };
    let event = record(conn, after.id, event, now).await?;
    if before.stage != after.stage {
        jobs::enqueue(conn, &Job::NotifyStage { event }).await?;
    }
    Ok(())
}

/// Another stage: the notifications that the team has set up for it go out.
async fn after_new_stage(
    conn: &mut Connection,
    before: &CaseRow,
    after: &CaseRow,
    now: DateTime<Utc>,
) -> Result<()> {
    let event = NewEvent {
        event_type: CaseEventType::Stage,
        prev_stage: Some(&before.stage),
        next_stage: Some(&after.stage),
        ..NewEvent::default()
    };
    let event = record(conn, after.id, event, now).await?;
    jobs::enqueue(conn, &Job::NotifyStage { event }).await?;
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
    journal::add_event(conn, case, Event::Case(id), now).await?;
    Ok(id)
}
