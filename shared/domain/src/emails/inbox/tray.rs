//! The tray: messages that fit no case, or should not go to one by themselves.

use chrono::{DateTime, TimeDelta, Utc};
use clerk_base::text::cut;
use clerk_store::{
    db::{
        Connection, lock,
        schema::{clerk::inbound_message, core_issue},
    },
    jobs::{Job, enqueue, enqueue_at},
};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, SelectableHelper,
    dsl::{exists, max},
    select, update,
};
use diesel_async::{AsyncConnection, RunQueryDsl};
use uuid::Uuid;

use super::{InboundState, Ingestion, Message, Reason, Unrouted};
use crate::{
    access::Account,
    error::{DomainError, Result},
    paging::{PageRequest, Paged},
};

/// Characters of a field and of the text that the list shows.
const MAX_FIELD: usize = 1024;
const MAX_PREVIEW: usize = 400;

/// A message for the tray.
#[derive(Clone, Copy, Debug)]
pub struct ForTray<'a> {
    /// `clerk.inbound_message.id`.
    pub id: Uuid,
    /// What could be read of it.
    pub message: &'a Message,
    /// The digest of its fields, empty when it could not be read.
    pub hash: &'a str,
    /// Why it is not for a case.
    pub reason: Reason,
}

/// Puts a message into the tray, unless it has been there before, and enqueues an alert. `pause` is the
/// least time between two alerts.
pub async fn put(
    conn: &mut Connection,
    new: ForTray<'_>,
    pause: TimeDelta,
    now: DateTime<Utc>,
) -> Result<Ingestion> {
    let (id, reason) = (new.id, new.reason);
    conn.transaction(async |conn| {
        lock::take_one(conn, lock::TRAY).await?;
        let is_known = is_known(conn, id, new.hash).await?;
        let state = if is_known { InboundState::Duplicate } else { InboundState::Unrouted };
        if describe(conn, new, state).await? == 0 {
            return Ok(Ingestion::Nothing);
        }
        if is_known {
            return Ok(Ingestion::Duplicate(None));
        }
        call_for_alert(conn, pause, now).await?;
        tracing::warn!(message = %id, reason = reason.code(), "a message fits no case");
        Ok(Ingestion::Unrouted(reason))
    })
    .await
}

/// Whether the same message came before in another post.
async fn is_known(conn: &mut Connection, id: Uuid, hash: &str) -> Result<bool> {
    let others = inbound_message::table
        .filter(inbound_message::data_hash.eq(hash))
        .filter(inbound_message::id.ne(id));
    Ok(!hash.is_empty() && select(exists(others)).get_result::<bool>(conn).await?)
}

async fn describe(
    conn: &mut Connection,
    ForTray { id, message, hash, reason }: ForTray<'_>,
    state: InboundState,
) -> Result<usize> {
    let recipients = [message.envelope_to(), message.addressees()].concat();
    let mut shown: Vec<String> = Vec::new();
    for recipient in recipients {
        if !shown.contains(&recipient) {
            shown.push(recipient);
        }
    }
    Ok(update(inbound_message::table.find(id))
        .filter(inbound_message::state.eq(InboundState::Received.code()))
        .set((
            inbound_message::state.eq(state.code()),
            inbound_message::reason.eq(reason.code()),
            inbound_message::data_hash.eq((!hash.is_empty()).then_some(hash)),
            inbound_message::from_address.eq(cut(&message.sender(), MAX_FIELD)),
            inbound_message::recipients.eq(cut(&shown.join(", "), MAX_FIELD)),
            inbound_message::subject.eq(cut(message.field("subject"), MAX_FIELD)),
            inbound_message::preview.eq(cut(message.field("text").trim(), MAX_PREVIEW)),
            inbound_message::attachments.eq(i32::try_from(message.files.len()).ok()),
        ))
        .execute(conn)
        .await?)
}

/// One alert for all that come until it goes out, and a pause after it.
async fn call_for_alert(conn: &mut Connection, pause: TimeDelta, now: DateTime<Utc>) -> Result<()> {
    let last: Option<DateTime<Utc>> = inbound_message::table
        .filter(inbound_message::alerted_at.is_not_null())
        .select(max(inbound_message::alerted_at))
        .first(conn)
        .await?;
    let job = Job::AlertUnroutedEmail;
    let key = format!("{}:{}", job.name(), last.map_or(0, |last| last.timestamp_micros()));
    match last.map(|last| last + pause).filter(|at| *at > now) {
        Some(at) => enqueue_at(conn, &job, Some(key), at).await?,
        None => enqueue_at(conn, &job, Some(key), now).await?,
    }
    Ok(())
}

/// The messages in the tray that no alert has been about, each with its reason.
pub async fn unalerted(conn: &mut Connection) -> Result<Vec<(Uuid, String)>> {
    let rows: Vec<(Uuid, Option<String>)> = inbound_message::table
        .filter(inbound_message::state.eq(InboundState::Unrouted.code()))
        .filter(inbound_message::alerted_at.is_null())
        .select((inbound_message::id, inbound_message::reason))
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(|(id, reason)| (id, reason.unwrap_or_default())).collect())
}

/// Records that the team has been alerted about messages, and enqueues another alert when more have come
/// meanwhile.
pub async fn mark_alerted(
    conn: &mut Connection,
    ids: &[Uuid],
    pause: TimeDelta,
    now: DateTime<Utc>,
) -> Result<()> {
    conn.transaction(async |conn| {
        lock::take_one(conn, lock::TRAY).await?;
        update(inbound_message::table.filter(inbound_message::id.eq_any(ids)))
            .set(inbound_message::alerted_at.eq(now))
            .execute(conn)
            .await?;
        if unalerted(conn).await?.is_empty() {
            Ok(())
        } else {
            call_for_alert(conn, pause, now).await
        }
    })
    .await
}

/// A page of the tray, the newest first, or `None` when there is no such page.
pub async fn list(conn: &mut Connection, page: PageRequest) -> Result<Option<Paged<Unrouted>>> {
    let tray =
        || inbound_message::table.filter(inbound_message::state.eq(InboundState::Unrouted.code()));
    let count: i64 = tray().count().get_result(conn).await?;
    let Some(window) = page.window(count) else { return Ok(None) };
    let rows = tray()
        .order((inbound_message::received_at.desc(), inbound_message::id))
        .offset(window.offset)
        .limit(window.limit)
        .select(Unrouted::as_select())
        .load(conn)
        .await?;
    Ok(Some(window.page(rows, count)))
}

/// Gives a message of the tray to a case. A job makes it an email there.
///
/// # Errors
/// [`DomainError::NotFound`] when it is not in the tray (any more), [`DomainError::Invalid`] for
/// `case_id` when there is no such case.
pub async fn assign(
    conn: &mut Connection,
    actor: &Account,
    id: Uuid,
    case: Uuid,
    now: DateTime<Utc>,
) -> Result<Unrouted> {
    conn.transaction(async |conn| {
        let message = lock_message(conn, id).await?;
        let cases = core_issue::table.find(case).count();
        if cases.get_result::<i64>(conn).await? == 0 {
            let detail = format!("There is no case {case}.");
            return Err(DomainError::invalid("case_id", "does_not_exist", detail));
        }
        update(inbound_message::table.find(id))
            .set((
                inbound_message::state.eq(InboundState::Received.code()),
                inbound_message::case_id.eq(case),
                inbound_message::handled_by.eq(actor.id),
                inbound_message::handled_at.eq(now),
            ))
            .execute(conn)
            .await?;
        enqueue(conn, &Job::IngestEmail { message: id }).await?;
        Ok(message)
    })
    .await
}

/// Takes a message out of the tray for good. It is kept, with who did this.
///
/// # Errors
/// [`DomainError::NotFound`] when it is not in the tray (any more).
pub async fn dismiss(
    conn: &mut Connection,
    actor: &Account,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<()> {
    let changed = update(inbound_message::table)
        .filter(
            inbound_message::id
                .eq(id)
                .and(inbound_message::state.eq(InboundState::Unrouted.code())),
        )
        .set((
            inbound_message::state.eq(InboundState::Dismissed.code()),
            inbound_message::handled_by.eq(actor.id),
            inbound_message::handled_at.eq(now),
        ))
        .execute(conn)
        .await?;
    if changed == 1 { Ok(()) } else { Err(DomainError::NotFound) }
}

async fn lock_message(conn: &mut Connection, id: Uuid) -> Result<Unrouted> {
    inbound_message::table
        .find(id)
        .filter(inbound_message::state.eq(InboundState::Unrouted.code()))
        .select(Unrouted::as_select())
        .for_update()
        .first(conn)
        .await
        .optional()?
        .ok_or(DomainError::NotFound)
}
