//! The record of handing an email over: begun before the call, finished after it.

use chrono::{DateTime, TimeDelta, Utc};
use clerk_store::{
    db::{
        Connection,
        schema::{clerk::email_attempt, emails_email},
    },
    jobs::{self, Job},
};
use diesel::{
    ExpressionMethods, IntoSql, OptionalExtension, QueryDsl, Queryable, dsl::exists, insert_into,
    select, update,
};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{AttemptState, EmailState, events};
use crate::{
    Context,
    error::{DomainError, Result},
};

/// When somebody is told that an attempt has no end. This leaves a worker a minute to pick the job
/// up, so that they know within five.
const ALERT_AFTER: TimeDelta = TimeDelta::minutes(4);

/// How long a call can be under way: twice the longest, so that no worker still at it is taken for
/// dead.
#[must_use]
pub fn lease(ctx: &Context) -> TimeDelta {
    TimeDelta::from_std(ctx.mailer.limit() * 2).unwrap_or(TimeDelta::MAX)
}

/// Whether a call may be made.
#[derive(Debug, PartialEq, Eq)]
pub enum Claim {
    /// Yes: the attempt is recorded.
    Go,
    /// No, and there is nothing left to do.
    No,
}

#[derive(Queryable)]
struct Earlier {
    id: Uuid,
    state: String,
    began: DateTime<Utc>,
    retry_at: Option<DateTime<Utc>>,
}

impl Earlier {
    fn is(&self, state: AttemptState) -> bool {
        self.state == state.code()
    }
}

/// Begins an attempt at an email that is ready to send, unless it is out already or may be. Runs in
/// the caller's transaction and keeps the email's row locked to its end. `lease` is how long a call
/// can be under way; an attempt that began earlier was left behind by a worker that died in the
/// call, and whether the email is out nobody knows.
///
/// # Errors
/// [`DomainError::Busy`] when another worker is in the call, or the provider asked for a pause.
pub async fn begin(
    conn: &mut Connection,
    now: DateTime<Utc>,
    lease: TimeDelta,
    email: i32,
    attempt: Uuid,
) -> Result<Claim> {
    if lock(conn, email).await?.map(|(state, _)| state) != Some(EmailState::ReadyToSend) {
        return Ok(Claim::No);
    }
    let attempts: Vec<Earlier> = email_attempt::table
        .filter(email_attempt::email_id.eq(email))
        .order(email_attempt::created_at)
        .select((
            email_attempt::id,
            email_attempt::state,
            email_attempt::created_at,
            email_attempt::retry_at,
        ))
        .load(conn)
        .await?;
    for earlier in attempts {
        if earlier.is(AttemptState::Accepted) || earlier.is(AttemptState::Unresolved) {
            tracing::error!(email, attempt = %earlier.id, "email is to be sent but may be out");
            return Ok(Claim::No);
        }
        if earlier.is(AttemptState::Calling) && now - earlier.began >= lease {
            let reason = Some(WORKER_DIED);
            finish(conn, now, earlier.id, AttemptState::Unresolved, reason).await?;
            alert_now(conn, earlier.id).await?;
            // The provider may have spoken of it meanwhile.
            events::settle_attempt(conn, now, earlier.id).await?;
            tracing::error!(email, attempt = %earlier.id, "email may be out: a person has to decide");
            return Ok(Claim::No);
        }
        if earlier.is(AttemptState::Calling) {
            return Err(busy("mail: another worker is in the call", earlier.began + lease - now));
        }
        if let Some(at) = earlier.retry_at.filter(|at| *at > now) {
            return Err(busy("mail: the provider asked for a pause", at - now));
        }
    }
    insert(conn, now, attempt, email, AttemptState::Calling, None).await?;
    let alert = Job::AlertEmailUnresolved { attempt };
    // The queue keeps the database's time.
    let at = db_now(conn).await? + ALERT_AFTER;
    jobs::enqueue_at(conn, &alert, alert.kind().unique_key, at).await?;
    Ok(Claim::Go)
}

/// Why an attempt that was left behind is unresolved.
const WORKER_DIED: &str = "the worker died in the call";

fn busy(reason: &str, after: TimeDelta) -> DomainError {
    DomainError::Busy { reason: reason.to_owned(), after: after.to_std().unwrap_or_default() }
}

async fn db_now(conn: &mut Connection) -> Result<DateTime<Utc>> {
    Ok(select(diesel::dsl::now.into_sql::<diesel::sql_types::Timestamptz>())
        .get_result(conn)
        .await?)
}

/// Has somebody told about an unresolved attempt at once, instead of when they would have been.
///
/// # Errors
/// Fails when the database does.
pub async fn alert_now(conn: &mut Connection, attempt: Uuid) -> Result<()> {
    let alert = Job::AlertEmailUnresolved { attempt };
    jobs::cancel(conn, &alert).await?;
    Ok(jobs::enqueue(conn, &alert).await?)
}

/// Nobody needs to be told about an attempt any more.
///
/// # Errors
/// Fails when the database does.
pub async fn alert_never(conn: &mut Connection, attempt: Uuid) -> Result<()> {
    Ok(jobs::cancel(conn, &Job::AlertEmailUnresolved { attempt }).await?)
}

/// An attempt and its email, the email's row locked to the end of the transaction.
pub struct Locked {
    /// `emails_email.id`.
    pub email: i32,
    /// The email's state and whether Slack has been told about it; `None` when it is deleted.
    pub row: Option<(EmailState, bool)>,
    /// Where the attempt stands. One that was left behind is unresolved.
    pub state: AttemptState,
    /// Why.
    pub reason: Option<String>,
    /// Whether Slack has been told about the attempt.
    pub is_alerted: bool,
}

/// Finds an attempt, locks its email, and marks the attempt as unresolved when it was left behind.
///
/// # Errors
/// [`DomainError::NotFound`] when there is no such attempt, [`DomainError::Busy`] when its call may be
/// under way.
pub async fn settle(
    conn: &mut Connection,
    now: DateTime<Utc>,
    lease: TimeDelta,
    attempt: Uuid,
) -> Result<Locked> {
    let email: Option<i32> = email_attempt::table
        .find(attempt)
        .select(email_attempt::email_id)
        .first(conn)
        .await
        .optional()?;
    let email = email.ok_or(DomainError::NotFound)?;
    let row = lock(conn, email).await?;
    let (code, reason, began, alerted): (
        String,
        Option<String>,
        DateTime<Utc>,
        Option<DateTime<Utc>>,
    ) = email_attempt::table
        .find(attempt)
        .select((
            email_attempt::state,
            email_attempt::reason,
            email_attempt::created_at,
            email_attempt::alerted_at,
        ))
        .first(conn)
        .await?;
    let state = AttemptState::from_code(&code)
        .ok_or_else(|| DomainError::Fatal(format!("not a state of an attempt: {code}")))?;
    let mut locked = Locked { email, row, state, reason, is_alerted: alerted.is_some() };
    if state == AttemptState::Calling {
        if now - began < lease {
            return Err(busy("mail: the call may be under way", began + lease - now));
        }
        finish(conn, now, attempt, AttemptState::Unresolved, Some(WORKER_DIED)).await?;
        events::settle_attempt(conn, now, attempt).await?;
        locked.state = AttemptState::Unresolved;
        locked.reason = Some(WORKER_DIED.to_owned());
    }
    Ok(locked)
}

/// Records that an email is not sent because its recipients are not allowed here. Once is enough.
///
/// # Errors
/// Fails when the database does.
pub async fn hold(conn: &mut Connection, now: DateTime<Utc>, email: i32) -> Result<()> {
    let held = email_attempt::table
        .filter(email_attempt::email_id.eq(email))
        .filter(email_attempt::state.eq(AttemptState::Held.code()));
    if !select(exists(held)).get_result::<bool>(conn).await? {
        let reason = Some("EMAIL_ALLOWED_DOMAINS does not allow a recipient");
        insert(conn, now, Uuid::new_v4(), email, AttemptState::Held, reason).await?;
    }
    Ok(())
}

/// Records what became of an attempt.
///
/// # Errors
/// Fails when the database does.
pub async fn finish(
    conn: &mut Connection,
    now: DateTime<Utc>,
    attempt: Uuid,
    state: AttemptState,
    reason: Option<&str>,
) -> Result<()> {
    update(email_attempt::table.find(attempt))
        .set((
            email_attempt::state.eq(state.code()),
            email_attempt::reason.eq(reason),
            email_attempt::finished_at.eq(now),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// Locks an email's row to the end of the transaction and reads its state and whether Slack has
/// been told about it.
///
/// # Errors
/// Fails when the database does.
pub async fn lock(conn: &mut Connection, email: i32) -> Result<Option<(EmailState, bool)>> {
    let row: Option<(String, bool)> = emails_email::table
        .find(email)
        .select((emails_email::state, emails_email::is_alert_sent))
        .for_update()
        .first(conn)
        .await
        .optional()?;
    Ok(row.and_then(|(state, is_alert_sent)| {
        EmailState::from_code(&state).map(|state| (state, is_alert_sent))
    }))
}

async fn insert(
    conn: &mut Connection,
    now: DateTime<Utc>,
    attempt: Uuid,
    email: i32,
    state: AttemptState,
    reason: Option<&str>,
) -> Result<()> {
    let finished = (state != AttemptState::Calling).then_some(now);
    insert_into(email_attempt::table)
        .values((
            email_attempt::id.eq(attempt),
            email_attempt::email_id.eq(email),
            email_attempt::state.eq(state.code()),
            email_attempt::reason.eq(reason),
            email_attempt::created_at.eq(now),
            email_attempt::finished_at.eq(finished),
        ))
        .execute(conn)
        .await?;
    Ok(())
}
