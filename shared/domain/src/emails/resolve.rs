//! A person decides what became of an attempt, where the program cannot know.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use clerk_store::db::{Connection, schema::emails_email};
use diesel::{ExpressionMethods, QueryDsl, update};
use diesel_async::{AsyncConnection, RunQueryDsl};
use uuid::Uuid;

use super::{
    AttemptState, EmailState,
    attempt::{self, Locked},
    outcome::{change_state, write_note},
};
use crate::{
    Context,
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

/// Decides about an attempt that nobody knows the outcome of. One that the provider refused, or that
/// was to be tried again, can be sent again too.
///
/// # Errors
/// [`DomainError::NotFound`] when there is no such attempt, [`DomainError::Busy`] when its call may be
/// under way, [`DomainError::Refused`] when the decision contradicts what is known.
pub async fn resolve(ctx: &Context, attempt: Uuid, decision: Decision) -> Result<Resolved> {
    let now = ctx.clock.now();
    let lease = attempt::lease(ctx);
    let conn = &mut *ctx.db().await?;
    conn.transaction(async |conn| {
        let locked = attempt::settle(conn, now, lease, attempt).await?;
        decide(conn, now, attempt, &locked, decision).await
    })
    .await
}

async fn decide(
    conn: &mut Connection,
    now: DateTime<Utc>,
    attempt: Uuid,
    locked: &Locked,
    decision: Decision,
) -> Result<Resolved> {
    use AttemptState::{Accepted, Rejected, Retry, Unresolved};
    let state = locked.row.map(|(state, _)| state);
    match (locked.state, decision) {
        (Accepted, Decision::Sent) | (Rejected, Decision::Failed) => Ok(Resolved::Already),
        (Unresolved, Decision::Sent) => sent(conn, now, attempt, locked).await,
        (Unresolved, Decision::Failed) => failed(conn, now, attempt, locked).await,
        (Unresolved, Decision::Resend) if state == Some(EmailState::ReadyToSend) => {
            finish(conn, now, attempt, locked, Retry).await?;
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
    now: DateTime<Utc>,
    attempt: Uuid,
    locked: &Locked,
) -> Result<Resolved> {
    finish(conn, now, attempt, locked, AttemptState::Accepted).await?;
    // The note is written once for each email: an unresolved attempt has none yet.
    write_note(conn, now, locked.email).await?;
    if let Some((EmailState::ReadyToSend, _)) = locked.row {
        change_state(conn, locked.email, EmailState::Sent, false, Some(now)).await?;
    }
    Ok(Resolved::Done)
}

async fn failed(
    conn: &mut Connection,
    now: DateTime<Utc>,
    attempt: Uuid,
    locked: &Locked,
) -> Result<Resolved> {
    if let Some((EmailState::Sent | EmailState::Delivered, _)) = locked.row {
        return Err(refused("sent", "The email is known to have been sent."));
    }
    finish(conn, now, attempt, locked, AttemptState::Rejected).await?;
    if let Some((EmailState::ReadyToSend, is_alert_sent)) = locked.row {
        let failure = EmailState::DeliveryFailure;
        change_state(conn, locked.email, failure, is_alert_sent, None).await?;
    }
    Ok(Resolved::Done)
}

/// Has an email sent that is certainly not out. Should it fail again, somebody is told again.
async fn send_again(conn: &mut Connection, email: i32) -> Result<Resolved> {
    update(emails_email::table.find(email))
        .set(emails_email::is_alert_sent.eq(false))
        .execute(conn)
        .await?;
    change_state(conn, email, EmailState::ReadyToSend, false, None).await?;
    Ok(Resolved::Done)
}

/// Ends the attempt, and keeps why nobody knew.
async fn finish(
    conn: &mut Connection,
    now: DateTime<Utc>,
    attempt: Uuid,
    locked: &Locked,
    state: AttemptState,
) -> Result<()> {
    let before = locked.reason.as_deref().unwrap_or("unknown");
    let reason = format!("decided by a person; before: {before}");
    attempt::finish(conn, now, attempt, state, Some(&reason)).await?;
    attempt::alert_never(conn, attempt).await
}

fn refused(code: &'static str, detail: &'static str) -> DomainError {
    DomainError::Refused { code, detail: Cow::Borrowed(detail) }
}
