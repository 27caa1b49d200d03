//! Finds a draft: to see that it is there, to change it, or to show what it will look like.

use clerk_base::{config::MailLook, text};
use clerk_store::db::{Connection, schema::emails_email};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, SelectableHelper};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::{
    access::{self, Account},
    emails::{EmailRow, EmailState, rendering::layout, state_in_case},
    error::{DomainError, Result},
};

/// Checks that a case has a draft with this id, for a person who may see the case.
///
/// # Errors
/// As [`access::case`]; [`DomainError::NotFound`] when there is no such email or it is not a draft any
/// more.
pub async fn check_is_draft(
    conn: &mut Connection,
    actor: &Account,
    case: Uuid,
    id: i32,
) -> Result<()> {
    access::case(conn, actor, case).await?;
    match state_in_case(conn, case, id).await? {
        Some(EmailState::Draft) => Ok(()),
        _ => Err(DomainError::NotFound),
    }
}

/// Locks a draft of a case to the end of the transaction and reads it with its HTML. For callers who
/// have checked access to the case.
///
/// # Errors
/// [`DomainError::NotFound`] when there is no such email or it is not a draft any more.
pub(super) async fn lock(conn: &mut Connection, case: Uuid, id: i32) -> Result<(EmailRow, String)> {
    let found: Option<(EmailRow, String)> = emails_email::table
        .filter(emails_email::id.eq(id))
        .filter(emails_email::issue_id.eq(case))
        .select((EmailRow::as_select(), emails_email::html))
        .for_update()
        .first(conn)
        .await
        .optional()?;
    found.filter(|(row, _)| row.state == EmailState::Draft.code()).ok_or(DomainError::NotFound)
}

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
