//! The record of handing an email over: table `clerk.email_attempt`. It is begun before the call and
//! finished after it.

use chrono::{DateTime, Utc};
use clerk_store::{
    db::{Connection, schema::clerk::email_attempt},
    jobs::{self, Job},
};
use diesel::{
    ExpressionMethods, QueryDsl, Queryable, Selectable, SelectableHelper, dsl::exists, insert_into,
    select, update,
};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::{
    access::{self, Account},
    emails::state_in_case,
    error::Result,
};

/// Where an attempt at handing an email over stands: `clerk.email_attempt.state`. The migration
/// says what each means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::EnumString)]
pub enum AttemptState {
    /// Begun.
    Calling,
    /// The provider has the email.
    Accepted,
    /// The provider will never take it.
    Rejected,
    /// The provider did not take it, this time.
    Retry,
    /// It is not known whether the provider has the email.
    Unresolved,
    /// Mail to this recipient is not allowed here.
    Held,
}

impl AttemptState {
    /// The code in the database.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.into()
    }
}

/// An attempt at handing an email over, as a person sees it.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = email_attempt)]
pub struct Attempt {
    /// Its id, which the provider has too.
    pub id: Uuid,
    /// The code of its [`crate::emails::AttemptState`].
    pub state: String,
    /// Why it is in this state. No personal data.
    pub reason: Option<String>,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it was known what became of it.
    pub finished_at: Option<DateTime<Utc>>,
}

/// The attempts at sending an email of a case, oldest first, for a person who may see the case.
///
/// # Errors
/// As [`access::case`]; [`crate::DomainError::NotFound`] when the case has no such email.
pub async fn list_attempts(
    conn: &mut Connection,
    actor: &Account,
    case: Uuid,
    email: i32,
) -> Result<Vec<Attempt>> {
    access::case(conn, actor, case).await?;
    state_in_case(conn, case, email).await?;
    Ok(email_attempt::table
        .filter(email_attempt::email_id.eq(email))
        .order((email_attempt::created_at, email_attempt::id))
        .select(Attempt::as_select())
        .load(conn)
        .await?)
}

/// What the next attempt has to know of an earlier one.
#[derive(Clone, Debug, Queryable)]
pub(super) struct Earlier {
    pub id: Uuid,
    state: String,
    pub began: DateTime<Utc>,
    pub retry_at: Option<DateTime<Utc>>,
}

impl Earlier {
    #[cfg(test)]
    pub fn new(
        id: Uuid,
        state: AttemptState,
        began: DateTime<Utc>,
        retry_at: Option<DateTime<Utc>>,
    ) -> Self {
        Self { id, state: state.code().to_owned(), began, retry_at }
    }

    pub fn is(&self, state: AttemptState) -> bool {
        self.state == state.code()
    }
}

/// The attempts so far at an email, oldest first.
pub(super) async fn earlier(conn: &mut Connection, email: i32) -> Result<Vec<Earlier>> {
    Ok(email_attempt::table
        .filter(email_attempt::email_id.eq(email))
        .order(email_attempt::created_at)
        .select((
            email_attempt::id,
            email_attempt::state,
            email_attempt::created_at,
            email_attempt::retry_at,
        ))
        .load(conn)
        .await?)
}

/// Records that a call is about to be made.
pub(super) async fn insert_calling(
    conn: &mut Connection,
    email: i32,
    attempt: Uuid,
    now: DateTime<Utc>,
) -> Result<()> {
    insert(conn, email, attempt, AttemptState::Calling, None, now).await
}

/// Records that an email is not sent because its recipients are not allowed here. Once is enough.
pub async fn hold(conn: &mut Connection, email: i32, now: DateTime<Utc>) -> Result<()> {
    let held = email_attempt::table
        .filter(email_attempt::email_id.eq(email))
        .filter(email_attempt::state.eq(AttemptState::Held.code()));
    if !select(exists(held)).get_result::<bool>(conn).await? {
        let reason = Some("EMAIL_ALLOWED_DOMAINS does not allow a recipient");
        insert(conn, email, Uuid::new_v4(), AttemptState::Held, reason, now).await?;
    }
    Ok(())
}

/// Records what became of an attempt.
pub(super) async fn finish(
    conn: &mut Connection,
    attempt: Uuid,
    state: AttemptState,
    reason: Option<&str>,
    now: DateTime<Utc>,
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

/// Has the team alerted about an unresolved attempt at once, instead of when the alert was due.
pub(super) async fn alert_now(conn: &mut Connection, attempt: Uuid) -> Result<()> {
    let alert = Job::AlertEmailUnresolved { attempt };
    jobs::cancel(conn, &alert).await?;
    Ok(jobs::enqueue(conn, &alert).await?)
}

/// Cancels the alert about an attempt.
pub(super) async fn cancel_alert(conn: &mut Connection, attempt: Uuid) -> Result<()> {
    Ok(jobs::cancel(conn, &Job::AlertEmailUnresolved { attempt }).await?)
}

async fn insert(
    conn: &mut Connection,
    email: i32,
    attempt: Uuid,
    state: AttemptState,
    reason: Option<&str>,
    now: DateTime<Utc>,
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
