//! The record of handing an email over: begun before the call, finished after it.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, Queryable, dsl::exists, insert_into, select,
    update,
};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{AttemptState, EmailState, events};
use crate::{
    db::{
        Connection,
        schema::{clerk::email_attempt, emails_email},
    },
    error::{DomainError, Result},
};

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
/// [`DomainError::Outside`] when another worker is in the call, or the provider asked for a pause.
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
            let reason = Some("the worker died in the call");
            finish(conn, now, earlier.id, AttemptState::Unresolved, reason).await?;
            // The provider may have spoken of it meanwhile.
            events::settle_attempt(conn, now, earlier.id).await?;
            tracing::error!(email, attempt = %earlier.id, "email may be out: a person has to decide");
            return Ok(Claim::No);
        }
        if earlier.is(AttemptState::Calling) {
            return Err(DomainError::Outside("mail: another worker is in the call".to_owned()));
        }
        if earlier.retry_at.is_some_and(|at| at > now) {
            return Err(DomainError::Outside("mail: the provider asked for a pause".to_owned()));
        }
    }
    insert(conn, now, attempt, email, AttemptState::Calling, None).await?;
    Ok(Claim::Go)
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
