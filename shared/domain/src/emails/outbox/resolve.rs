//! A person decides what became of an attempt, where the program cannot know.

use std::borrow::Cow;

use chrono::{DateTime, TimeDelta, Utc};
use clerk_store::db::{Connection, schema::emails_email};
use diesel::{ExpressionMethods, QueryDsl, update};
use diesel_async::{AsyncConnection, RunQueryDsl};
use uuid::Uuid;

use super::{
    attempt::{self, AttemptState},
    hand_over::{Locked, lock_attempt},
    outcome::write_note,
};
use crate::{
    emails::{EmailState, StateChange, state_changes::change_state},
    error::{DomainError, Result},
};

/// What a person found out, or wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The provider has the email.
    Sent,
    /// It was not taken and shall not be sent as it is.
    Failed,
    /// It was not taken: send it again.
    Resend,
}

/// What came of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// It was written down and what follows set off.
    Done,
    /// It had been decided like this before.
    Already,
}

/// Decides about an attempt whose outcome is unknown. One that the provider refused, or that
/// was to be tried again, can be sent again too.
///
/// # Errors
/// [`DomainError::NotFound`] when there is no such attempt, [`DomainError::Busy`] when its call may be
/// under way, [`DomainError::Refused`] when the decision contradicts what is known.
pub async fn resolve(
    conn: &mut Connection,
    attempt: Uuid,
    decision: Decision,
    lease: TimeDelta,
    now: DateTime<Utc>,
) -> Result<Resolved> {
    conn.transaction(async |conn| {
        let locked = lock_attempt(conn, attempt, lease, now).await?;
        decide(conn, attempt, &locked, decision, now).await
    })
    .await
}

async fn decide(
    conn: &mut Connection,
    attempt: Uuid,
    locked: &Locked,
    decision: Decision,
    now: DateTime<Utc>,
) -> Result<Resolved> {
    use AttemptState::{Accepted, Rejected, Retry, Unresolved};
    let state = locked.row.map(|(state, _)| state);
    match (locked.state, decision) {
        (Accepted, Decision::Sent) | (Rejected, Decision::Failed) => Ok(Resolved::Already),
        (Unresolved, Decision::Sent) => sent(conn, attempt, locked, now).await,
        (Unresolved, Decision::Failed) => failed(conn, attempt, locked, now).await,
        (Unresolved, Decision::Resend) if state == Some(EmailState::ReadyToSend) => {
            finish(conn, attempt, locked, Retry, now).await?;
            send_again(conn, locked.email).await
        }
        (Rejected, Decision::Resend) if state == Some(EmailState::DeliveryFailure) => {
            send_again(conn, locked.email).await
        }
        (Retry, Decision::Resend) if state == Some(EmailState::ReadyToSend) => {
            send_again(conn, locked.email).await
        }
        (Rejected | Retry, Decision::Resend) => Err(refused(
            "not_waiting",
            "The email does not wait to be sent: another attempt may have seen to it.",
        )),
        (Unresolved, Decision::Resend) => {
            Err(refused("not_waiting", "The email does not wait to be sent any more."))
        }
        (AttemptState::Held, _) => Err(refused(
            "held",
            "Nothing was sent: mail to this recipient is not allowed here. Widen \
             EMAIL_ALLOWED_DOMAINS and run `email release-held`.",
        )),
        (Accepted, _) => Err(refused("accepted", "The provider has the email.")),
        (Rejected | Retry, _) => Err(refused("not_taken", "The provider did not take the email.")),
        (AttemptState::Calling, _) => Err(refused("calling", "The call may be under way.")),
    }
}

async fn sent(
    conn: &mut Connection,
    attempt: Uuid,
    locked: &Locked,
    now: DateTime<Utc>,
) -> Result<Resolved> {
    finish(conn, attempt, locked, AttemptState::Accepted, now).await?;
    // The note is written once for each email: an unresolved attempt has none yet.
    write_note(conn, locked.email, now).await?;
    if let Some((EmailState::ReadyToSend, _)) = locked.row {
        let (email, state) = (locked.email, EmailState::Sent);
        change_state(conn, StateChange { email, state, is_alert_sent: false }, Some(now)).await?;
    }
    Ok(Resolved::Done)
}

async fn failed(
    conn: &mut Connection,
    attempt: Uuid,
    locked: &Locked,
    now: DateTime<Utc>,
) -> Result<Resolved> {
    if let Some((EmailState::Sent | EmailState::Delivered, _)) = locked.row {
        return Err(refused("sent", "The email is known to have been sent."));
    }
    finish(conn, attempt, locked, AttemptState::Rejected, now).await?;
    if let Some((EmailState::ReadyToSend, is_alert_sent)) = locked.row {
        let (email, state) = (locked.email, EmailState::DeliveryFailure);
        change_state(conn, StateChange { email, state, is_alert_sent }, None).await?;
    }
    Ok(Resolved::Done)
}

/// Has an email sent that is certainly not out. Should it fail again, the team is alerted again.
async fn send_again(conn: &mut Connection, email: i32) -> Result<Resolved> {
    update(emails_email::table.find(email))
        .set(emails_email::is_alert_sent.eq(false))
        .execute(conn)
        .await?;
    let state = EmailState::ReadyToSend;
    change_state(conn, StateChange { email, state, is_alert_sent: false }, None).await?;
    Ok(Resolved::Done)
}

/// Ends the attempt, and keeps why its outcome was unknown.
async fn finish(
    conn: &mut Connection,
    attempt: Uuid,
    locked: &Locked,
    state: AttemptState,
    now: DateTime<Utc>,
) -> Result<()> {
    let before = locked.reason.as_deref().unwrap_or("unknown");
    let reason = format!("decided by a person; before: {before}");
    attempt::finish(conn, attempt, state, Some(&reason), now).await?;
    attempt::cancel_alert(conn, attempt).await
}

fn refused(code: &'static str, detail: &'static str) -> DomainError {
    DomainError::Refused { code, detail: Cow::Borrowed(detail) }
}
