//! A notification that an event sets off.

use chrono::{DateTime, Utc};
use clerk_store::db::schema::notify_notification;

use crate::{
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
