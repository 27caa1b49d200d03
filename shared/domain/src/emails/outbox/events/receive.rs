//! Keeps the events of a call and acts on them.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use clerk_store::db::{
    Connection,
    schema::clerk::{email_attempt, email_event},
};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, delete, insert_into};
use diesel_async::{AsyncConnection, RunQueryDsl};
use uuid::Uuid;

use super::{event::NewEvent, settle};
use crate::error::Result;

/// Rows of one statement, whose values PostgreSQL counts in 16 bits.
const BATCH: usize = 5_000;

/// Keeps the events that are new and brings their emails in line with them, all or nothing. Events of
/// emails that we do not know yet are kept for when we do. Returns how many were new.
pub async fn receive(
    conn: &mut Connection,
    events: Vec<NewEvent>,
    now: DateTime<Utc>,
) -> Result<usize> {
    if events.is_empty() {
        return Ok(0);
    }
    conn.transaction(async |conn| {
        let mut new = 0;
        for batch in events.chunks(BATCH) {
            new += insert(conn, batch, now).await?;
        }
        if new > 0 {
            let emails = settle::link(conn, None, now).await?;
            settle::settle(conn, &emails, now).await?;
        }
        Ok(new)
    })
    .await
}

async fn insert(conn: &mut Connection, events: &[NewEvent], now: DateTime<Utc>) -> Result<usize> {
    let mut seen = BTreeSet::new();
    let rows: Vec<_> = events
        .iter()
        .filter(|event| seen.insert(&event.sg_event_id))
        .map(|event| {
            (
                email_event::sg_event_id.eq(&event.sg_event_id),
                email_event::kind.eq(event.kind.code()),
                email_event::at.eq(event.at),
                email_event::recipient.eq(&event.recipient),
                email_event::reason.eq(&event.reason),
                email_event::attempt_id.eq(event.attempt),
                email_event::provider_id.eq(&event.provider_id),
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
pub(in crate::emails) async fn settle_attempt(
    conn: &mut Connection,
    attempt: Uuid,
    now: DateTime<Utc>,
) -> Result<()> {
    let email: Option<i32> = email_attempt::table
        .find(attempt)
        .select(email_attempt::email_id)
        .first(conn)
        .await
        .optional()?;
    let Some(email) = email else { return Ok(()) };
    settle::link(conn, Some(email), now).await?;
    settle::settle(conn, &BTreeSet::from([email]), now).await
}

/// Puts events to emails that turned up later, and deletes those that are too old for that: other
/// programs may send through the same account. Returns how many were deleted.
pub async fn clean_up(conn: &mut Connection, now: DateTime<Utc>) -> Result<usize> {
    conn.transaction(async |conn| {
        let emails = settle::link(conn, None, now).await?;
        settle::settle(conn, &emails, now).await?;
        let old = email_event::table
            .filter(email_event::email_id.is_null())
            .filter(email_event::received_at.lt(now - settle::WAIT));
        Ok(delete(old).execute(conn).await?)
    })
    .await
}
