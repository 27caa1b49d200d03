//! Hands an email to the mail provider, never twice.
//!
//! The attempt is recorded and committed, then the call is made, then its outcome is recorded. A
//! worker that dies in between leaves the attempt in `Calling`, which stops every later run; a job
//! that was enqueued with the attempt then tells somebody.

use std::time::Duration;

use clerk_services::mail::SendError;
use diesel_async::AsyncConnection;
use uuid::Uuid;

use super::{
    address,
    attempt::{self, Claim},
    load,
    outcome::{self, Outcome},
};
use crate::{
    Context,
    error::{DomainError, Result},
};

/// How often the outcome is written before the attempt is left as it is.
const WRITES: u32 = 4;

/// Sends an email that is ready to send, and does nothing when it is not (any more).
///
/// # Errors
/// A transient error when the email is certainly not out and the job should try again. An email that
/// the provider refuses is no error: it is marked, and somebody is told.
pub async fn send_email(ctx: &Context, email: i32) -> Result<()> {
    let Some(row) = load::ready_to_send(&mut *ctx.db().await?, email).await? else {
        tracing::info!(email, "email is not ready to send");
        return Ok(());
    };
    let allowed = ctx.config.mail.allowed_domains.as_deref();
    if !row.recipients().all(|recipient| address::is_allowed(recipient, allowed)) {
        tracing::warn!(email, "email is held: a recipient is outside EMAIL_ALLOWED_DOMAINS");
        return attempt::hold(&mut *ctx.db().await?, ctx.clock.now(), email).await;
    }
    // Whatever can fail before the call is done before the attempt begins.
    let attempt = Uuid::new_v4();
    let mail = row.into_mail(ctx, attempt).await?;
    if begin(ctx, email, attempt).await? == Claim::No {
        return Ok(());
    }
    let outcome = Outcome { email, attempt, result: ctx.mailer.send(&mail).await };
    record(ctx, &outcome).await?;
    match outcome.result {
        Ok(_) => tracing::info!(email, %attempt, "email sent"),
        Err(SendError::Rejected { reason }) => {
            tracing::warn!(email, %attempt, reason, "email refused");
        }
        Err(SendError::Unknown { reason }) => {
            tracing::error!(email, %attempt, reason, "email may be out: a person has to decide");
        }
        Err(SendError::Transient { reason, retry_after: Some(after) }) => {
            return Err(DomainError::Busy { reason, after });
        }
        Err(SendError::Transient { reason, retry_after: None }) => {
            return Err(DomainError::Unavailable(reason));
        }
    }
    Ok(())
}

async fn begin(ctx: &Context, email: i32, attempt: Uuid) -> Result<Claim> {
    let now = ctx.clock.now();
    let lease = attempt::lease(ctx);
    ctx.db()
        .await?
        .transaction(async |conn| attempt::begin(conn, now, lease, email, attempt).await)
        .await
}

/// Writes the outcome, again if need be: lost, it would leave a person to find out.
async fn record(ctx: &Context, outcome: &Outcome) -> Result<()> {
    let mut written = try_record(ctx, outcome).await;
    for again in 1..WRITES {
        if written.is_ok() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(250) * again).await;
        written = try_record(ctx, outcome).await;
    }
    written
}

async fn try_record(ctx: &Context, outcome: &Outcome) -> Result<()> {
    let now = ctx.clock.now();
    ctx.db().await?.transaction(async |conn| outcome::record(conn, now, outcome).await).await
}
