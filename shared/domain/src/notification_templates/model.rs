//! A notification that an event sets off.

use chrono::{DateTime, Utc};
use clerk_store::db::schema::notify_notification;

/// Columns of `notify_notification`. Values of choices are in [`crate::vocabulary::notification_templates`].
#[derive(Clone, Debug, diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = notify_notification, check_for_backend(diesel::pg::Pg))]
pub struct NotificationTemplate {
    /// Key.
    pub id: i32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// What people know it by.
    pub name: String,
    /// Topic of the cases.
    pub topic: String,
    /// What sets it off.
    pub event: String,
    /// The stage that a case changes to, for changes of stage.
    pub event_stage: String,
    /// How it is sent.
    pub channel: String,
    /// To whom.
    pub target: String,
    /// The message as it was written.
    pub raw_text: String,
    /// The message as Slack wants it.
    pub message_text: String,
}

/// What somebody wrote. What is `None` stays as it is, and is blank in a new one.
#[derive(Clone, Debug, Default, diesel::AsChangeset)]
#[diesel(table_name = notify_notification)]
#[expect(missing_docs, reason = "the fields are those of NotificationTemplate")]
pub struct NotificationTemplateChange {
    pub name: Option<String>,
    pub topic: Option<String>,
    pub event: Option<String>,
    pub event_stage: Option<String>,
    pub channel: Option<String>,
    pub target: Option<String>,
    pub raw_text: Option<String>,
    pub message_text: Option<String>,
}
