//! What becomes of an email when the provider has answered.

use chrono::{DateTime, TimeDelta, Utc};
use clerk_services::mail::{Accepted, SendError};
use clerk_store::db::{
    Connection,
    schema::{clerk::email_attempt, emails_email},
};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, update};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::attempt::{self, AttemptState};
use crate::{
    emails::{EmailState, StateChange, email::lock, state_changes::change_state},
    error::Result,
    journal::{EmailNote, add_email},
};

/// The provider's answer to an attempt.
#[derive(Debug)]
pub struct Outcome {
    /// `emails_email.id`.
    pub email: i32,
    /// `clerk.email_attempt.id`.
    pub attempt: Uuid,
    /// The answer.
    pub result: Result<Accepted, SendError>,
}

/// Records an outcome, in the caller's transaction: the attempt, the email's state, the case's timeline
/// and the job that follows. What delivery events have said about it is for the caller to see to.
pub(super) async fn write(
    conn: &mut Connection,
    outcome: &Outcome,
    now: DateTime<Utc>,
) -> Result<()> {
    let Outcome { email, attempt, result } = outcome;
    let locked = lock(conn, *email).await?;
    let reason = result.as_ref().err().map(ToString::to_string);
    let state = match result {
        Ok(_) => AttemptState::Accepted,
        Err(SendError::Rejected { .. }) => AttemptState::Rejected,
        Err(SendError::Transient { .. }) => AttemptState::Retry,
        Err(SendError::Unknown { .. }) => AttemptState::Unresolved,
    };
    attempt::finish(conn, *attempt, state, reason.as_deref(), now).await?;
    if state == AttemptState::Unresolved {
        attempt::alert_now(conn, *attempt).await?;
    } else {
        attempt::cancel_alert(conn, *attempt).await?;
    }
    match result {
        Ok(accepted) => {
            write_provider_id(conn, *attempt, *email, accepted).await?;
            write_note(conn, *email, now).await?;
            if locked.is_some_and(|(state, _)| state == EmailState::ReadyToSend) {
                let (email, state) = (*email, EmailState::Sent);
                change_state(conn, StateChange { email, state, is_alert_sent: false }, Some(now))
                    .await?;
            }
        }
        Err(SendError::Rejected { .. }) => {
            if let Some((EmailState::ReadyToSend, is_alert_sent)) = locked {
                let (email, state) = (*email, EmailState::DeliveryFailure);
                change_state(conn, StateChange { email, state, is_alert_sent }, None).await?;
            }
        }
        Err(SendError::Transient { retry_after, .. }) => {
            let retry_at = retry_after.and_then(|pause| TimeDelta::from_std(pause).ok());
            update(email_attempt::table.find(*attempt))
                .set(email_attempt::retry_at.eq(retry_at.map(|pause| now + pause)))
                .execute(conn)
                .await?;
        }
        Err(SendError::Unknown { .. }) => {}
    }
    Ok(())
}

async fn write_provider_id(
    conn: &mut Connection,
    attempt: Uuid,
    email: i32,
    accepted: &Accepted,
) -> Result<()> {
    update(email_attempt::table.find(attempt))
        .set(email_attempt::provider_id.eq(&accepted.provider_id))
        .execute(conn)
        .await?;
    update(emails_email::table.find(email))
        .set(emails_email::sendgrid_id.eq(&accepted.provider_id))
        .execute(conn)
        .await?;
    Ok(())
}

/// Notes on the case's timeline that an email went out.
pub(super) async fn write_note(
    conn: &mut Connection,
    email: i32,
    now: DateTime<Utc>,
) -> Result<()> {
    let case: Option<Option<Uuid>> = emails_email::table
        .find(email)
        .select(emails_email::issue_id)
        .first(conn)
        .await
        .optional()?;
    let Some(Some(case)) = case else { return Ok(()) };
    add_email(conn, case, EmailNote::Sent(email), now, now).await
}
