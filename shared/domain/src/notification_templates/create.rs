//! Making a template.

use chrono::{DateTime, Utc};
use clerk_store::db::{Connection, schema::notify_notification};
use diesel::{ExpressionMethods, SelectableHelper};
use diesel_async::RunQueryDsl;

use super::{NewNotificationTemplate, NotificationTemplate};
use crate::error::Result;

/// Stores a new template.
pub async fn create(
    conn: &mut Connection,
    new: NewNotificationTemplate,
    now: DateTime<Utc>,
) -> Result<NotificationTemplate> {
    Ok(diesel::insert_into(notify_notification::table)
        .values((
            notify_notification::created_at.eq(now),
            notify_notification::modified_at.eq(now),
            new,
        ))
        .returning(NotificationTemplate::as_returning())
        .get_result(conn)
        .await?)
}
