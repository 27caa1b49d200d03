//! The emails of a case, one line each.

use chrono::{DateTime, Utc};
use clerk_store::db::{Connection, schema::emails_email};
use diesel::{ExpressionMethods, QueryDsl, SelectableHelper};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::error::Result;

/// An email without its content.
#[derive(Clone, Debug, diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = emails_email, check_for_backend(diesel::pg::Pg))]
pub struct EmailLine {
    /// Key.
    pub id: i32,
    /// Subject line.
    pub subject: String,
    /// State of its life, such as `DRAFT` or `DELIVERED`.
    pub state: String,
    /// Who wrote it.
    pub from_address: String,
    /// Whom it is for.
    pub to_address: String,
    /// When it was written or came in.
    pub created_at: DateTime<Utc>,
}

/// The emails of a case, newest first. For callers who have checked access to the case.
pub async fn emails(conn: &mut Connection, case: Uuid) -> Result<Vec<EmailLine>> {
    Ok(emails_email::table
        .filter(emails_email::issue_id.eq(case))
        .order((emails_email::created_at.desc(), emails_email::id.desc()))
        .select(EmailLine::as_select())
        .load(conn)
        .await?)
}
