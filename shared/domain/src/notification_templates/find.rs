//! Finding a template.

use clerk_store::db::{Connection, schema::notify_notification};
use diesel::{OptionalExtension, QueryDsl, SelectableHelper};
use diesel_async::RunQueryDsl;

use super::NotificationTemplate;
use crate::error::{DomainError, Result};

/// The template with this id.
///
/// # Errors
/// [`DomainError::NotFound`] when there is none.
pub async fn find(conn: &mut Connection, id: i32) -> Result<NotificationTemplate> {
    let found: Option<NotificationTemplate> = notify_notification::table
        .find(id)
        .select(NotificationTemplate::as_select())
        .first(conn)
        .await
        .optional()?;
    found.ok_or(DomainError::NotFound)
}
