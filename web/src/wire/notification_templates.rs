//! Notifications that an event of a case sets off.

use clerk_base::urls;
use clerk_domain::{
    notification_templates,
    vocabulary::{
        cases::Stage,
        notification_templates::{Channel, TOPIC, Target, Trigger},
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
        event: Choice = Choice::new(Trigger::CHOICES, event.code()),
        event_stage: String = event_stage.into(),
        channel: Choice = Choice::new(Channel::CHOICES, channel.code()),
        target: Choice = Choice::new(Target::CHOICES, target.code()),
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
        event: choice(Trigger::CHOICES).map(Trigger::from).required(),
        /// A stage of cases, or blank.
        event_stage: choice(Stage::CHOICES).map(Stage::from).or_blank(),
        channel: choice(Channel::CHOICES).map(Channel::from).required(),
        target: choice(Target::CHOICES).map(Target::from).required(),
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
