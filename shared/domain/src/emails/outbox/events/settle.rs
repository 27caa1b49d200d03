//! Puts events to their emails, and brings the emails in line with them. What comes of it depends on
//! the events that are there, never on the order in which they came.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use clerk_services::mail::Accepted;
use clerk_store::db::{
    Connection,
    schema::{
        clerk::{email_attempt, email_event},
        emails_email,
    },
};
use diesel::{
    ExpressionMethods, JoinOnDsl, NullableExpressionMethods, QueryDsl,
    dsl::exists,
    select, sql_query,
    sql_types::{Integer, Nullable, Timestamptz},
    update,
};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::event::EventKind;
use crate::{
    emails::{
        EmailState, StateChange, after_state_change,
        outbox::{
            attempt::AttemptState,
            outcome::{self, Outcome},
        },
    },
    error::Result,
};

/// How long an event waits for its email.
pub(super) const WAIT: TimeDelta = TimeDelta::days(30);

/// Events know their email by our attempt, else by the provider's id: of an attempt, or of an email
/// that the original sent.
const LINK: &str = "
    WITH matched AS (
        SELECT waiting.id, coalesce(by_attempt.email_id, by_id.email_id, old.id) AS email_id
        FROM clerk.email_event waiting
        LEFT JOIN clerk.email_attempt by_attempt ON by_attempt.id = waiting.attempt_id
        LEFT JOIN LATERAL (
            SELECT email_id FROM clerk.email_attempt
            WHERE provider_id = waiting.provider_id AND provider_id <> '' LIMIT 1
        ) by_id ON by_attempt.id IS NULL
        LEFT JOIN (
            SELECT sendgrid_id, min(id) AS id FROM emails_email
            WHERE sendgrid_id IN (
                SELECT provider_id FROM clerk.email_event
                WHERE email_id IS NULL AND provider_id <> ''
            )
            GROUP BY sendgrid_id
        ) old ON old.sendgrid_id = waiting.provider_id
        WHERE waiting.email_id IS NULL AND waiting.received_at > $1
    ), ours AS (
        -- Whoever holds an event puts it to its email; waiting for them could be for ever.
        SELECT id FROM clerk.email_event
        WHERE email_id IS NULL AND id IN (
            SELECT id FROM matched
            WHERE email_id IS NOT NULL AND ($2 IS NULL OR email_id = $2)
        )
        FOR UPDATE SKIP LOCKED
    )
    UPDATE clerk.email_event event SET email_id = matched.email_id
    FROM matched JOIN ours USING (id)
    WHERE event.id = matched.id
    RETURNING event.email_id";

#[derive(diesel::QueryableByName)]
struct Linked {
    #[diesel(sql_type = Integer)]
    email_id: i32,
}

/// Puts the events that wait to their emails, or to the one given. Returns these. In the caller's
/// transaction.
pub(super) async fn link(
    conn: &mut Connection,
    email: Option<i32>,
    now: DateTime<Utc>,
) -> Result<BTreeSet<i32>> {
    let linked: Vec<Linked> = sql_query(LINK)
        .bind::<Timestamptz, _>(now - WAIT)
        .bind::<Nullable<Integer>, _>(email)
        .load(conn)
        .await?;
    Ok(linked.into_iter().map(|linked| linked.email_id).collect())
}

/// Brings emails in line with their events: an unresolved attempt is accepted when
/// the provider speaks of it, and the state follows. In the caller's transaction.
pub(super) async fn settle(
    conn: &mut Connection,
    emails: &BTreeSet<i32>,
    now: DateTime<Utc>,
) -> Result<()> {
    // Locked in order, so that two batches about the same emails do not wait for each other for ever.
    let locked: Vec<i32> = emails_email::table
        .filter(emails_email::id.eq_any(emails))
        .order(emails_email::id)
        .select(emails_email::id)
        .for_update()
        .load(conn)
        .await?;
    accept(conn, &locked, now).await?;
    let rows: Vec<(i32, String, bool)> = emails_email::table
        .filter(emails_email::id.eq_any(&locked))
        .select((emails_email::id, emails_email::state, emails_email::is_alert_sent))
        .load(conn)
        .await?;
    let states = states(conn, &locked).await?;
    let mut changes: Vec<StateChange> = Vec::new();
    for (email, old, is_alert_sent) in rows {
        let can_change = matches!(
            old.parse::<EmailState>().ok(),
            Some(EmailState::Sent | EmailState::Delivered | EmailState::DeliveryFailure)
        );
        let Some(&state) = states.get(&email) else { continue };
        if can_change && old != state.code() {
            changes.push(StateChange { email, state, is_alert_sent });
        }
    }
    for state in [EmailState::Delivered, EmailState::DeliveryFailure] {
        let ids: Vec<i32> = changes
            .iter()
            .filter(|change| change.state == state)
            .map(|change| change.email)
            .collect();
        if !ids.is_empty() {
            update(emails_email::table.filter(emails_email::id.eq_any(ids)))
                .set(emails_email::state.eq(state.code()))
                .execute(conn)
                .await?;
        }
    }
    for change in changes {
        after_state_change(conn, change).await?;
    }
    Ok(())
}

/// The provider speaks of an attempt only when it has taken it over, whatever it answered.
async fn accept(conn: &mut Connection, emails: &[i32], now: DateTime<Utc>) -> Result<()> {
    let spoken_of = email_attempt::id.nullable().eq(email_event::attempt_id);
    let open: Vec<(Uuid, i32, String)> = email_attempt::table
        .inner_join(email_event::table.on(spoken_of))
        .filter(email_attempt::email_id.eq_any(emails))
        .filter(
            email_attempt::state
                .eq_any([AttemptState::Unresolved.code(), AttemptState::Retry.code()]),
        )
        .order((email_attempt::created_at, email_event::id))
        .select((email_attempt::id, email_attempt::email_id, email_event::provider_id))
        .load(conn)
        .await?;
    let mut seen = BTreeSet::new();
    for (attempt, email, provider_id) in open {
        if !seen.insert(email) || is_out_otherwise(conn, email, attempt).await? {
            continue;
        }
        tracing::info!(email, %attempt, "an event says that the email is out");
        let result = Ok(Accepted { provider_id: provider_id.chars().take(128).collect() });
        outcome::write(conn, &Outcome { email, attempt, result }, now).await?;
    }
    Ok(())
}

/// Whether another attempt has the email out, or may.
async fn is_out_otherwise(conn: &mut Connection, email: i32, attempt: Uuid) -> Result<bool> {
    let others = email_attempt::table
        .filter(email_attempt::email_id.eq(email))
        .filter(email_attempt::id.ne(attempt))
        .filter(email_attempt::state.eq_any([
            AttemptState::Calling.code(),
            AttemptState::Accepted.code(),
            AttemptState::Unresolved.code(),
        ]));
    Ok(select(exists(others)).get_result(conn).await?)
}

async fn states(conn: &mut Connection, emails: &[i32]) -> Result<BTreeMap<i32, EmailState>> {
    let events: Vec<(Option<i32>, String, DateTime<Utc>, String)> = email_event::table
        .filter(email_event::email_id.eq_any(emails))
        .order(email_event::email_id)
        .select((email_event::email_id, email_event::kind, email_event::at, email_event::recipient))
        .load(conn)
        .await?;
    let known = events.chunk_by(|a, b| a.0 == b.0).filter_map(|events| {
        let email = events.first()?.0?;
        let known = events.iter().filter_map(|(_, kind, at, recipient)| {
            Some((kind.parse().ok()?, *at, recipient.as_str()))
        });
        Some((email, state(known)?))
    });
    Ok(known.collect())
}

/// The state that a set of events leads to, `None` when they say nothing about delivery.
///
/// For each recipient the latest event counts, since a server may take an email and refuse it later, or
/// the other way round; of two at the same time, the failure. An email that failed for one recipient
/// has failed: a person has to see to it.
#[must_use]
pub fn state<'a>(
    events: impl Iterator<Item = (EventKind, DateTime<Utc>, &'a str)>,
) -> Option<EmailState> {
    let mut last: BTreeMap<&str, (DateTime<Utc>, bool)> = BTreeMap::new();
    for (kind, at, recipient) in events {
        let is_failure = match kind {
            EventKind::Delivered => false,
            EventKind::Bounce | EventKind::Dropped => true,
            EventKind::Deferred | EventKind::SpamReport => continue,
        };
        let known = last.entry(recipient).or_insert((at, is_failure));
        *known = (*known).max((at, is_failure));
    }
    if last.values().any(|(_, is_failure)| *is_failure) {
        Some(EmailState::DeliveryFailure)
    } else {
        (!last.is_empty()).then_some(EmailState::Delivered)
    }
}
