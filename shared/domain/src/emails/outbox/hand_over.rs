//! The transactions before and after the call to the mail provider.
//!
//! An attempt is recorded and committed, then the call is made, then its outcome is recorded. A worker
//! that dies in between leaves the attempt in `Calling`, which stops every later run; a job that was
//! enqueued with the attempt then alerts the team.

use chrono::{DateTime, TimeDelta, Utc};
use clerk_services::mail::Mailer;
use clerk_store::{
    db::{Connection, schema::clerk::email_attempt},
    jobs::{self, Job},
};
use diesel::{IntoSql, OptionalExtension, QueryDsl, select};
use diesel_async::{AsyncConnection, RunQueryDsl};
use uuid::Uuid;

use super::{
    attempt::{self, AttemptState},
    events,
    outcome::{self, Outcome},
    rules::{HandOver, may_be_handed_over},
};
use crate::{
    emails::{EmailState, email::lock},
    error::{DomainError, Result},
};

/// When the team is alerted about an attempt without an end. This leaves a worker a minute to pick the
/// job up, so that they know within five.
const ALERT_AFTER: TimeDelta = TimeDelta::minutes(4);

/// Why an attempt that was left behind is unresolved.
const WORKER_DIED: &str = "the worker died in the call";

/// How long a call can be under way: twice the longest, so that no worker still at it is taken for
/// dead.
#[must_use]
pub fn lease(mailer: &Mailer) -> TimeDelta {
    TimeDelta::from_std(mailer.limit() * 2).unwrap_or(TimeDelta::MAX)
}

/// Whether a call may be made.
#[derive(Debug, PartialEq, Eq)]
pub enum Claim {
    /// Yes: the attempt is recorded.
    Go,
    /// No, and there is nothing left to do.
    No,
}

/// Begins an attempt at an email, unless [`may_be_handed_over`] is against it. Locks the email, so that
/// of two workers one begins. `lease` is how long a call can be under way; an attempt that began earlier
/// was left behind by a worker that died in the call, and it is not known whether the email is out.
///
/// # Errors
/// [`DomainError::Busy`] when another worker is in the call, or the provider asked for a pause.
pub async fn begin(
    conn: &mut Connection,
    email: i32,
    attempt: Uuid,
    lease: TimeDelta,
    now: DateTime<Utc>,
) -> Result<Claim> {
    conn.transaction(async |conn| {
        let state = lock(conn, email).await?.map(|(state, _)| state);
        let earlier = attempt::earlier(conn, email).await?;
        match may_be_handed_over(state, &earlier, lease, now) {
            HandOver::Yes => {}
            HandOver::NotReady => return Ok(Claim::No),
            HandOver::MayBeOut(attempt) => {
                tracing::error!(email, %attempt, "email is to be sent but may be out");
                return Ok(Claim::No);
            }
            HandOver::LeftBehind(attempt) => {
                mark_left_behind(conn, attempt, now).await?;
                attempt::alert_now(conn, attempt).await?;
                // The provider may have spoken of it meanwhile.
                events::settle_attempt(conn, attempt, now).await?;
                tracing::error!(email, %attempt, "email may be out: a person has to decide");
                return Ok(Claim::No);
            }
            HandOver::Later { reason, after } => return Err(busy(reason, after)),
        }
        attempt::insert_calling(conn, email, attempt, now).await?;
        let alert = Job::AlertEmailUnresolved { attempt };
        // The queue keeps the database's time.
        let at = db_now(conn).await? + ALERT_AFTER;
        jobs::enqueue_at(conn, &alert, alert.kind().unique_key, at).await?;
        Ok(Claim::Go)
    })
    .await
}

/// Records the provider's answer: the attempt, the email's state, the case's timeline, the job that
/// follows, and what delivery events have said about it already.
pub async fn record(conn: &mut Connection, outcome: &Outcome, now: DateTime<Utc>) -> Result<()> {
    conn.transaction(async |conn| {
        outcome::write(conn, outcome, now).await?;
        events::settle_attempt(conn, outcome.attempt, now).await
    })
    .await
}

/// An attempt and its email, the email's row locked to the end of the transaction.
#[derive(Debug)]
pub struct Locked {
    /// `emails_email.id`.
    pub email: i32,
    /// The email's state and whether Slack has been alerted about it; `None` when it is deleted.
    pub row: Option<(EmailState, bool)>,
    /// Where the attempt stands. One that was left behind is unresolved.
    pub state: AttemptState,
    /// Why.
    pub reason: Option<String>,
    /// Whether Slack has been alerted about the attempt.
    pub is_alerted: bool,
}

/// Finds an attempt, locks its email to the end of the caller's transaction, and marks the attempt as
/// unresolved when it was left behind.
///
/// # Errors
/// [`DomainError::NotFound`] when there is no such attempt, [`DomainError::Busy`] when its call may be
/// under way.
pub async fn lock_attempt(
    conn: &mut Connection,
    attempt: Uuid,
    lease: TimeDelta,
    now: DateTime<Utc>,
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
    let state = code
        .parse::<AttemptState>()
        .ok()
        .ok_or_else(|| DomainError::Fatal(format!("not a state of an attempt: {code}")))?;
    let mut locked = Locked { email, row, state, reason, is_alerted: alerted.is_some() };
    if state == AttemptState::Calling {
        if now - began < lease {
            return Err(busy("mail: the call may be under way", began + lease - now));
        }
        mark_left_behind(conn, attempt, now).await?;
        events::settle_attempt(conn, attempt, now).await?;
        locked.state = AttemptState::Unresolved;
        locked.reason = Some(WORKER_DIED.to_owned());
    }
    Ok(locked)
}

async fn mark_left_behind(conn: &mut Connection, attempt: Uuid, now: DateTime<Utc>) -> Result<()> {
    attempt::finish(conn, attempt, AttemptState::Unresolved, Some(WORKER_DIED), now).await
}

fn busy(reason: &str, after: TimeDelta) -> DomainError {
    DomainError::Busy { reason: reason.to_owned(), after: after.to_std().unwrap_or_default() }
}

async fn db_now(conn: &mut Connection) -> Result<DateTime<Utc>> {
    Ok(select(diesel::dsl::now.into_sql::<diesel::sql_types::Timestamptz>())
        .get_result(conn)
        .await?)
}
