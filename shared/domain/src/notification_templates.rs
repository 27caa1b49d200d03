//! Notifications that an event of a case sets off (table `notify_notification`).

use chrono::{DateTime, Utc};
use clerk_store::db::{Connection, pattern::contains, schema::notify_notification};
use diesel::{
    ExpressionMethods, OptionalExtension, PgTextExpressionMethods, QueryDsl, SelectableHelper,
};
use diesel_async::RunQueryDsl;

use crate::{
    email_templates::TemplateFilter,
    error::{DomainError, Result},
    record::record,
    vocabulary::{
        cases::Stage,
        notification_templates::{Channel, Target, Trigger},
    },
};

record! {
    table notify_notification {
        name: String,
        topic: String,
        event: Trigger,
        event_stage: Stage,
        channel: Channel,
        target: Target,
        raw_text: String,
        message_text: String,
    }

    /// Columns of `notify_notification`. Values of choices are in [`crate::vocabulary::notification_templates`].
    row NotificationTemplate { id: i32, created_at: DateTime<Utc> };

    /// What is changed of a notification; `None` leaves a column as it is.
    input NotificationTemplateInput;

    /// A notification to add.
    new NewNotificationTemplate;
}

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
