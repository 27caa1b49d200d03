//! Emails that are being written.

mod change;
mod create;
mod delete;
mod update;

use clerk_store::db::{Connection, schema::emails_email};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, SelectableHelper};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{EmailState, email::EmailRow, load::state_in_case};
use crate::{
    access,
    access::Account,
    error::{DomainError, Result},
};

pub use change::Change;
pub use create::create;
pub use delete::{delete, delete_file};
pub use update::update;

/// Insists that a case has a draft, for somebody who may see the case.
///
/// # Errors
/// As [`access::case`]; [`DomainError::NotFound`] when there is no such email or it is not a draft any
/// more.
pub async fn require(
    conn: &mut Connection,
    account: &Account,
    case: Uuid,
    email: i32,
) -> Result<()> {
    access::case(conn, account, case).await?;
    match state_in_case(conn, case, email).await? {
        Some(EmailState::Draft) => Ok(()),
        _ => Err(DomainError::NotFound),
    }
}

/// Locks a draft of a case to the end of the transaction and reads it with its HTML. For callers who
/// have checked access to the case.
///
/// # Errors
/// [`DomainError::NotFound`] when there is no such email or it is not a draft any more.
pub(super) async fn lock(
    conn: &mut Connection,
    case: Uuid,
    email: i32,
) -> Result<(EmailRow, String)> {
    let found: Option<(EmailRow, String)> = emails_email::table
        .filter(emails_email::id.eq(email))
        .filter(emails_email::issue_id.eq(case))
        .select((EmailRow::as_select(), emails_email::html))
        .for_update()
        .first(conn)
        .await
        .optional()?;
    found.filter(|(row, _)| row.state == EmailState::Draft.code()).ok_or(DomainError::NotFound)
}
