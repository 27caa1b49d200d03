//! What an email will look like.

use clerk_base::{config::MailLook, text};
use clerk_store::db::{Connection, schema::emails_email};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::layout;
use crate::error::{DomainError, Result};

/// The page of an email of a case, in the frame of our mails and without anything that could run. For
/// callers who have checked access to the case.
///
/// # Errors
/// [`DomainError::NotFound`] when the case has no such email.
pub async fn preview(
    conn: &mut Connection,
    look: &MailLook,
    case: Uuid,
    id: i32,
) -> Result<String> {
    let html: Option<String> = emails_email::table
        .filter(emails_email::id.eq(id))
        .filter(emails_email::issue_id.eq(case))
        .select(emails_email::html)
        .first(conn)
        .await
        .optional()?;
    layout(look, &text::clean(&html.ok_or(DomainError::NotFound)?))
}

/// Whether a case has an email with this id.
///
/// # Errors
/// [`DomainError::NotFound`] when it has not.
pub async fn require(conn: &mut Connection, case: Uuid, id: i32) -> Result<()> {
    let found: Option<i32> = emails_email::table
        .filter(emails_email::id.eq(id))
        .filter(emails_email::issue_id.eq(case))
        .select(emails_email::id)
        .first(conn)
        .await
        .optional()?;
    found.map(drop).ok_or(DomainError::NotFound)
}
