//! Changing a template.

use chrono::{DateTime, Utc};
use clerk_store::db::{Connection, schema::notify_notification};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, SelectableHelper};
use diesel_async::RunQueryDsl;

use super::{NotificationTemplate, NotificationTemplateInput};
use crate::error::{DomainError, Result};

/// Changes what is given. One statement, so changes of different fields at the same time both last.
///
/// # Errors
/// [`DomainError::NotFound`] when there is no such template.
pub async fn update(
    conn: &mut Connection,
    id: i32,
    input: NotificationTemplateInput,
    now: DateTime<Utc>,
) -> Result<NotificationTemplate> {
    let changed: Option<NotificationTemplate> = diesel::update(notify_notification::table.find(id))
        .set((input, notify_notification::modified_at.eq(now)))
        .returning(NotificationTemplate::as_returning())
        .get_result(conn)
        .await
        .optional()?;
    changed.ok_or(DomainError::NotFound)
}
