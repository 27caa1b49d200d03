//! Notifications that an event of a case sets off.

use clerk_base::urls;
use clerk_domain::{
    notification_templates,
    vocabulary::{
        cases::STAGE,
        notification_templates::{CHANNEL, EVENT, TARGET, TOPIC},
    },
};

use super::format::{
    body::UNLIMITED,
    choice::Choice,
    date,
    field::{choice, text},
    input::input,
    output::output,
};

output! {
    /// A notification that an event of a case sets off.
    #[expect(missing_docs, reason = "the fields are those of the API document")]
    pub struct NotificationTemplate = from(template: notification_templates::NotificationTemplate) {
        id: i32,
        created_at: String = date::short_day(created_at),
        name: String,
        topic: String,
        event: Choice = Choice::new(EVENT, &event),
        event_stage: String,
        channel: Choice = Choice::new(CHANNEL, &channel),
        target: Choice = Choice::new(TARGET, &target),
        raw_text: String,
        message_text: String,
        url: String => urls::notification_template(template.id),
    }
}

input! {
    fields, never null {
        name: text(64).required(),
        /// A topic of cases that is still in use, or `GENERAL`.
        topic: choice(TOPIC).required(),
        event: choice(EVENT).required(),
        /// A stage of cases, or blank.
        event_stage: choice(STAGE).or_blank(),
        channel: choice(CHANNEL).required(),
        target: choice(TARGET).required(),
        raw_text: text(UNLIMITED).required(),
        message_text: text(UNLIMITED).required(),
    }

    /// What a request may change of a notification.
    update NotificationTemplateInput as "NotificationTemplateUpdate"
        => notification_templates::NotificationTemplateInput;

    /// What a request may say of a notification.
    create NewNotificationTemplate as "NotificationTemplateCreate"
        => notification_templates::NewNotificationTemplate;
}
