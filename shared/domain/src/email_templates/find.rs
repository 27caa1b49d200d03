//! Finding a template.

use clerk_store::db::{Connection, schema::emails_emailtemplate};
use diesel::{OptionalExtension, QueryDsl, SelectableHelper};
use diesel_async::RunQueryDsl;

use super::EmailTemplate;
use crate::error::{DomainError, Result};

/// The template with this id.
///
/// # Errors
/// [`DomainError::NotFound`] when there is none.
pub async fn find(conn: &mut Connection, id: i32) -> Result<EmailTemplate> {
    let found: Option<EmailTemplate> = emails_emailtemplate::table
        .find(id)
        .select(EmailTemplate::as_select())
        .first(conn)
        .await
        .optional()?;
    found.ok_or(DomainError::NotFound)
}
