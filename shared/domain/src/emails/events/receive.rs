//! Keeps the events of a call and acts on them.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use clerk_store::db::{
    Connection,
    schema::clerk::{email_attempt, email_event},
};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, delete, insert_into};
use diesel_async::{AsyncConnection, RunQueryDsl};

use super::{NewEvent, settle};
use crate::{Context, error::Result};

/// Rows of one statement, whose values PostgreSQL counts in 16 bits.
const BATCH: usize = 5_000;

/// Keeps the events that are new and brings their emails in line with them, all or nothing. Events
/// of emails that nobody knows yet are kept for when somebody does.
///
/// # Errors
/// Fails when the database does.
pub async fn receive(ctx: &Context, events: Vec<NewEvent>) -> Result<usize> {
    if events.is_empty() {
        return Ok(0);
    }
    let now = ctx.clock.now();
    ctx.db()
        .await?
        .transaction(async |conn| {
            let mut new = 0;
            for batch in events.chunks(BATCH) {
                new += insert(conn, now, batch).await?;
            }
            if new > 0 {
                let emails = settle::link(conn, now, None).await?;
                settle::settle(conn, now, &emails).await?;
            }
            Ok(new)
        })
        .await
}

async fn insert(conn: &mut Connection, now: DateTime<Utc>, events: &[NewEvent]) -> Result<usize> {
    let mut seen = BTreeSet::new();
    let rows: Vec<_> = events
        .iter()
        .filter(|it| seen.insert(&it.sg_event_id))
        .map(|it| {
            (
                email_event::sg_event_id.eq(&it.sg_event_id),
                email_event::kind.eq(it.kind.code()),
                email_event::at.eq(it.at),
                email_event::recipient.eq(&it.recipient),
                email_event::reason.eq(&it.reason),
                email_event::attempt_id.eq(it.attempt),
                email_event::provider_id.eq(&it.provider_id),
                email_event::received_at.eq(now),
            )
        })
        .collect();
    Ok(insert_into(email_event::table)
        .values(rows)
        .on_conflict(email_event::sg_event_id)
        .do_nothing()
        .execute(conn)
        .await?)
}

/// Acts on events that came before we knew what they are about. Called when an attempt has come to an
/// end, in the same transaction.
///
/// # Errors
/// Fails when the database does.
pub async fn settle_attempt(
    conn: &mut Connection,
    now: DateTime<Utc>,
    attempt: uuid::Uuid,
) -> Result<()> {
    let email: Option<i32> = email_attempt::table
        .find(attempt)
        .select(email_attempt::email_id)
        .first(conn)
        .await
        .optional()?;
    let Some(email) = email else { return Ok(()) };
    settle::link(conn, now, Some(email)).await?;
    settle::settle(conn, now, &BTreeSet::from([email])).await
}

/// Puts events to emails that turned up later, and deletes those that are too old for that: other
/// programs may send through the same account. Returns how many were deleted.
///
/// # Errors
/// Fails when the database does.
pub async fn clean_up(ctx: &Context) -> Result<usize> {
    let now = ctx.clock.now();
    ctx.db()
        .await?
        .transaction(async |conn| {
            let emails = settle::link(conn, now, None).await?;
            settle::settle(conn, now, &emails).await?;
            let old = email_event::table
                .filter(email_event::email_id.is_null())
                .filter(email_event::received_at.lt(now - settle::WAIT));
            Ok(delete(old).execute(conn).await?)
        })
        .await
}
