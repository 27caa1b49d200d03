//! Deleting a template.

use clerk_store::db::{Connection, schema::notify_notification};
use diesel::QueryDsl;
use diesel_async::RunQueryDsl;

use crate::error::{DomainError, Result};

/// Deletes a template. Nothing points to it.
///
/// # Errors
/// [`DomainError::NotFound`] when there is no such template.
pub async fn delete(conn: &mut Connection, id: i32) -> Result<()> {
    match diesel::delete(notify_notification::table.find(id)).execute(conn).await? {
        0 => Err(DomainError::NotFound),
        _ => Ok(()),
    }
}
