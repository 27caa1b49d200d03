//! Listing notifications.

use clerk_store::db::{Connection, pattern::contains, schema::notify_notification};
use diesel::{ExpressionMethods, PgTextExpressionMethods, QueryDsl, SelectableHelper};
use diesel_async::RunQueryDsl;

use super::NotificationTemplate;
use crate::{email_templates::TemplateFilter, error::Result};

/// The notifications that fit, newest first.
pub async fn list(
    conn: &mut Connection,
    filter: &TemplateFilter,
) -> Result<Vec<NotificationTemplate>> {
    let mut templates = notify_notification::table.into_boxed();
    if let Some(name) = &filter.name {
        templates = templates.filter(notify_notification::name.ilike(contains(name)));
    }
    if let Some(topic) = &filter.topic {
        templates = templates.filter(notify_notification::topic.eq(topic));
    }
    Ok(templates
        .order((notify_notification::created_at.desc(), notify_notification::id.desc()))
        .select(NotificationTemplate::as_select())
        .load(conn)
        .await?)
}
