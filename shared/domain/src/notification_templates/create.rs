//! Making a template.

use chrono::{DateTime, Utc};
use clerk_store::db::{Connection, schema::notify_notification};
use diesel::{ExpressionMethods, SelectableHelper};
use diesel_async::RunQueryDsl;

use super::{NotificationTemplate, NotificationTemplateChange};
use crate::error::Result;

/// Stores a new template.
///
/// # Errors
/// Fails when the database does.
pub async fn create(
    conn: &mut Connection,
    new: NotificationTemplateChange,
    now: DateTime<Utc>,
) -> Result<NotificationTemplate> {
    Ok(diesel::insert_into(notify_notification::table)
        .values((
            notify_notification::created_at.eq(now),
            notify_notification::modified_at.eq(now),
            notify_notification::name.eq(new.name.unwrap_or_default()),
            notify_notification::topic.eq(new.topic.unwrap_or_default()),
            notify_notification::event.eq(new.event.unwrap_or_default()),
            notify_notification::event_stage.eq(new.event_stage.unwrap_or_default()),
            notify_notification::channel.eq(new.channel.unwrap_or_default()),
            notify_notification::target.eq(new.target.unwrap_or_default()),
            notify_notification::raw_text.eq(new.raw_text.unwrap_or_default()),
            notify_notification::message_text.eq(new.message_text.unwrap_or_default()),
        ))
        .returning(NotificationTemplate::as_returning())
        .get_result(conn)
        .await?)
}
