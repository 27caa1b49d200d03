//! What was done to send an email.

use chrono::{DateTime, Utc};
use clerk_store::db::{Connection, schema::clerk::email_attempt};
use diesel::{ExpressionMethods, QueryDsl, Queryable, Selectable, SelectableHelper};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::require;
use crate::{access, access::Account, error::Result};

/// An attempt at handing an email over, as a person sees it.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = email_attempt)]
pub struct Attempt {
    /// Its id, which the provider has too.
    pub id: Uuid,
    /// The code of its [`super::AttemptState`].
    pub state: String,
    /// Why it is in this state. No personal data.
    pub reason: Option<String>,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it was known what became of it.
    pub finished_at: Option<DateTime<Utc>>,
}

/// The attempts at sending an email of a case, oldest first, for somebody who may see the case.
///
/// # Errors
/// As [`access::case`]; [`crate::DomainError::NotFound`] when the case has no such email.
pub async fn attempts(
    conn: &mut Connection,
    account: &Account,
    case: Uuid,
    email: i32,
) -> Result<Vec<Attempt>> {
    access::case(conn, account, case).await?;
    require(conn, case, email).await?;
    Ok(email_attempt::table
        .filter(email_attempt::email_id.eq(email))
        .order((email_attempt::created_at, email_attempt::id))
        .select(Attempt::as_select())
        .load(conn)
        .await?)
}
