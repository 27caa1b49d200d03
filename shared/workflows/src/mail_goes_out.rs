//! An email goes out: what happens from the job `SendEmail` to the provider's answer.
//!
//! 1. Read the email. It may have been sent by another run: then there is nothing to do.
//! 2. If a recipient is not allowed here, hold it.
//! 3. Put the message together with its files. Whatever can fail before the call is done by now.
//! 4. Record and commit an attempt, unless the email is out already or may be.
//! 5. Call the mail provider, outside any transaction.
//! 6. Record the outcome: the email's state, the note in the case's timeline, the alert.
//!
//! An email is never sent twice: a worker that dies between 4 and 6 leaves the attempt open, which stops
//! every later run, and the team is alerted. When an email may go out at all is said in `outbox/rules.rs`.

use std::time::Duration;

use clerk_domain::{
    Context,
    emails::outbox::{self, Claim, Outcome},
    error::{DomainError, Result},
};
use clerk_services::mail::SendError;
use uuid::Uuid;

/// How often the outcome is written before the attempt is left as it is.
const MAX_WRITES: u32 = 4;

/// Sends an email that is ready to send, and does nothing when it is not (any more).
///
/// # Errors
/// A transient error when the email is certainly not out and the job should try again. An email that
/// the provider refuses is no error: it is marked, and the paralegal is alerted.
pub async fn send_email(ctx: &Context, email: i32) -> Result<()> {
    let Some(ready) = outbox::ready_to_send(&mut *ctx.db().await?, email).await? else {
        tracing::info!(email, "email is not ready to send");
        return Ok(());
    };
    if !outbox::are_allowed(ready.recipients(), ctx.config.mail.allowed_domains.as_deref()) {
        tracing::warn!(email, "email is held: a recipient is outside EMAIL_ALLOWED_DOMAINS");
        return outbox::hold(&mut *ctx.db().await?, email, ctx.clock.now()).await;
    }
    let attempt = Uuid::new_v4();
    let message = ready.into_message(ctx, attempt).await?;
    if begin(ctx, email, attempt).await? == Claim::No {
        return Ok(());
    }
    let outcome = Outcome { email, attempt, result: ctx.mailer.send(&message).await };
    record(ctx, &outcome).await?;
    report(outcome)
}

async fn begin(ctx: &Context, email: i32, attempt: Uuid) -> Result<Claim> {
    let (lease, now) = (outbox::lease(&ctx.mailer), ctx.clock.now());
    outbox::begin(&mut *ctx.db().await?, email, attempt, lease, now).await
}

/// Records the outcome, again if need be: lost, it would leave a person to find out.
async fn record(ctx: &Context, outcome: &Outcome) -> Result<()> {
    let mut recorded = try_record(ctx, outcome).await;
    for again in 1..MAX_WRITES {
        if recorded.is_ok() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(250) * again).await;
        recorded = try_record(ctx, outcome).await;
    }
    recorded
}

async fn try_record(ctx: &Context, outcome: &Outcome) -> Result<()> {
    let now = ctx.clock.now();
    outbox::record(&mut *ctx.db().await?, outcome, now).await
}

/// Logs the outcome; an error is for the job to try again.
fn report(Outcome { email, attempt, result }: Outcome) -> Result<()> {
    match result {
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
