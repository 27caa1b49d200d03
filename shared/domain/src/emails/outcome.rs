//! What becomes of an email when the provider has answered.

use chrono::{DateTime, TimeDelta, Utc};
use clerk_services::mail::{Accepted, SendError};
use clerk_store::db::{
    Connection,
    schema::{clerk::email_attempt, core_issuenote, django_content_type, emails_email},
};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, insert_into, update};
use diesel_async::RunQueryDsl;
use minijinja::context;
use uuid::Uuid;

use super::{AttemptState, EmailState, StateChange, after_state_change, attempt, events};
use crate::{error::Result, templates};

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

/// Records an outcome, in the caller's transaction: the attempt, the email's state, the case's
/// timeline, the job that follows, and what events have told about it already.
///
/// # Errors
/// Fails when the database does.
pub async fn record(conn: &mut Connection, now: DateTime<Utc>, outcome: &Outcome) -> Result<()> {
    write(conn, now, outcome).await?;
    events::settle_attempt(conn, now, outcome.attempt).await
}

/// The same without looking at events.
pub(super) async fn write(
    conn: &mut Connection,
    now: DateTime<Utc>,
    outcome: &Outcome,
) -> Result<()> {
    let Outcome { email, attempt, result } = outcome;
    let locked = attempt::lock(conn, *email).await?;
    let reason = result.as_ref().err().map(ToString::to_string);
    let state = match result {
        Ok(_) => AttemptState::Accepted,
        Err(SendError::Rejected { .. }) => AttemptState::Rejected,
        Err(SendError::Transient { .. }) => AttemptState::Retry,
        Err(SendError::Unknown { .. }) => AttemptState::Unresolved,
    };
    attempt::finish(conn, now, *attempt, state, reason.as_deref()).await?;
    if state == AttemptState::Unresolved {
        attempt::alert_now(conn, *attempt).await?;
    } else {
        attempt::alert_never(conn, *attempt).await?;
    }
    match result {
        Ok(accepted) => {
            write_provider_id(conn, *attempt, *email, accepted).await?;
            write_note(conn, now, *email).await?;
            if locked.is_some_and(|(state, _)| state == EmailState::ReadyToSend) {
                change_state(conn, *email, EmailState::Sent, false, Some(now)).await?;
            }
        }
        Err(SendError::Rejected { .. }) => {
            if let Some((EmailState::ReadyToSend, is_alert_sent)) = locked {
                let failure = EmailState::DeliveryFailure;
                change_state(conn, *email, failure, is_alert_sent, None).await?;
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

/// Writes an email's state and sets off what it calls for.
///
/// # Errors
/// Fails when the database does.
pub(super) async fn change_state(
    conn: &mut Connection,
    email: i32,
    state: EmailState,
    is_alert_sent: bool,
    processed_at: Option<DateTime<Utc>>,
) -> Result<()> {
    update(emails_email::table.find(email))
        .set((
            emails_email::state.eq(state.code()),
            processed_at.map(|at| emails_email::processed_at.eq(at)),
        ))
        .execute(conn)
        .await?;
    after_state_change(conn, StateChange { email, state, is_alert_sent }).await
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
///
/// # Errors
/// Fails when the database or the template does.
pub(super) async fn write_note(
    conn: &mut Connection,
    now: DateTime<Utc>,
    email: i32,
) -> Result<()> {
    let case: Option<Option<Uuid>> = emails_email::table
        .find(email)
        .select(emails_email::issue_id)
        .first(conn)
        .await
        .optional()?;
    let Some(Some(case)) = case else { return Ok(()) };
    let content_type: Option<i32> = django_content_type::table
        .filter(django_content_type::app_label.eq("emails"))
        .filter(django_content_type::model.eq("email"))
        .select(django_content_type::id)
        .first(conn)
        .await
        .optional()?;
    insert_into(core_issuenote::table)
        .values((
            core_issuenote::created_at.eq(now),
            core_issuenote::modified_at.eq(now),
            core_issuenote::issue_id.eq(case),
            core_issuenote::note_type.eq("EMAIL"),
            core_issuenote::text.eq(templates::render("email/sent_note.txt", context! {})?),
            core_issuenote::content_type_id.eq(content_type),
            core_issuenote::object_id.eq(content_type.map(|_| email)),
        ))
        .execute(conn)
        .await?;
    Ok(())
}
