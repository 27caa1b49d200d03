//! The tray: messages that fit no case, or should not go to one by themselves.

use chrono::{DateTime, TimeDelta, Utc};
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

use super::{InboundState, Ingestion, Message, Reason, Unrouted, write::cut};
use crate::{
    Context,
    access::Account,
    error::{DomainError, Result},
    paging::{PageRequest, Paged},
};

/// Characters of a field and of the text that the list shows.
const FIELD: usize = 1024;
const PREVIEW: usize = 400;

/// Puts a message into the tray, with an alert, unless it has been there before.
///
/// # Errors
/// Fails when the database does.
pub(super) async fn put(
    ctx: &Context,
    id: Uuid,
    message: &Message,
    hash: &str,
    reason: Reason,
) -> Result<Ingestion> {
    let pause = ctx.config.inbound.alert_minutes;
    let now = ctx.clock.now();
    ctx.db()
        .await?
        .transaction(async |conn| {
            lock::take_one(conn, lock::TRAY).await?;
            let is_known = is_known(conn, id, hash).await?;
            let state = if is_known { InboundState::Duplicate } else { InboundState::Unrouted };
            let changed = describe(conn, id, message, hash, (state, reason)).await?;
            if changed == 0 {
                return Ok(Ingestion::Nothing);
            }
            if is_known {
                return Ok(Ingestion::Duplicate(None));
            }
            call_for_alert(conn, now, pause).await?;
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
    id: Uuid,
    message: &Message,
    hash: &str,
    (state, reason): (InboundState, Reason),
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
            inbound_message::from_address.eq(cut(&message.sender(), FIELD)),
            inbound_message::recipients.eq(cut(&shown.join(", "), FIELD)),
            inbound_message::subject.eq(cut(message.field("subject"), FIELD)),
            inbound_message::preview.eq(cut(message.field("text").trim(), PREVIEW)),
            inbound_message::attachments.eq(i32::try_from(message.files.len()).ok()),
        ))
        .execute(conn)
        .await?)
}

/// One alert for all that come until it goes out, and a pause after it.
async fn call_for_alert(conn: &mut Connection, now: DateTime<Utc>, pause: u32) -> Result<()> {
    let last: Option<DateTime<Utc>> = inbound_message::table
        .filter(inbound_message::alerted_at.is_not_null())
        .select(max(inbound_message::alerted_at))
        .first(conn)
        .await?;
    let job = Job::AlertUnroutedEmail;
    let key = format!("{}:{}", job.name(), last.map_or(0, |it| it.timestamp_micros()));
    match last.map(|it| it + TimeDelta::minutes(i64::from(pause))).filter(|at| *at > now) {
        Some(at) => enqueue_at(conn, &job, Some(key), at).await?,
        None => enqueue_at(conn, &job, Some(key), now).await?,
    }
    Ok(())
}

/// The messages in the tray that nobody has been told about, each with its reason.
///
/// # Errors
/// Fails when the database does.
pub async fn not_told(conn: &mut Connection) -> Result<Vec<(Uuid, String)>> {
    let rows: Vec<(Uuid, Option<String>)> = inbound_message::table
        .filter(inbound_message::state.eq(InboundState::Unrouted.code()))
        .filter(inbound_message::alerted_at.is_null())
        .select((inbound_message::id, inbound_message::reason))
        .load(conn)
        .await?;
    Ok(rows.into_iter().map(|(id, reason)| (id, reason.unwrap_or_default())).collect())
}

/// Records that the team has been told about messages, and calls for another alert when more have come
/// meanwhile.
///
/// # Errors
/// Fails when the database does.
pub async fn told(ctx: &Context, ids: &[Uuid]) -> Result<()> {
    let (now, pause) = (ctx.clock.now(), ctx.config.inbound.alert_minutes);
    ctx.db()
        .await?
        .transaction(async |conn| {
            lock::take_one(conn, lock::TRAY).await?;
            update(inbound_message::table.filter(inbound_message::id.eq_any(ids)))
                .set(inbound_message::alerted_at.eq(now))
                .execute(conn)
                .await?;
            if not_told(conn).await?.is_empty() {
                Ok(())
            } else {
                call_for_alert(conn, now, pause).await
            }
        })
        .await
}

/// A page of the tray, the newest first, or `None` when there is no such page.
///
/// # Errors
/// Fails when the database does.
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
pub async fn assign(ctx: &Context, account: &Account, id: Uuid, case: Uuid) -> Result<Unrouted> {
    let (now, by) = (ctx.clock.now(), account.id);
    ctx.db()
        .await?
        .transaction(async |conn| {
            let message = lock(conn, id).await?;
            let cases = core_issue::table.find(case).count();
            if cases.get_result::<i64>(conn).await? == 0 {
                let detail = format!("There is no case {case}.");
                return Err(DomainError::invalid("case_id", "does_not_exist", detail));
            }
            update(inbound_message::table.find(id))
                .set((
                    inbound_message::state.eq(InboundState::Received.code()),
                    inbound_message::case_id.eq(case),
                    inbound_message::handled_by.eq(by),
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
pub async fn dismiss(ctx: &Context, account: &Account, id: Uuid) -> Result<()> {
    let changed = update(inbound_message::table)
        .filter(
            inbound_message::id
                .eq(id)
                .and(inbound_message::state.eq(InboundState::Unrouted.code())),
        )
        .set((
            inbound_message::state.eq(InboundState::Dismissed.code()),
            inbound_message::handled_by.eq(account.id),
            inbound_message::handled_at.eq(ctx.clock.now()),
        ))
        .execute(&mut *ctx.db().await?)
        .await?;
    if changed == 1 { Ok(()) } else { Err(DomainError::NotFound) }
}

async fn lock(conn: &mut Connection, id: Uuid) -> Result<Unrouted> {
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
