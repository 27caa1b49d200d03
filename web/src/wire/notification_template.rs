//! A notification on the wire.

use clerk_base::urls;
use clerk_domain::{
    notification_templates::{self, NotificationTemplateChange},
    vocabulary::{
        cases::STAGE,
        notification_templates::{CHANNEL, EVENT, TARGET, TOPIC},
    },
};
use serde::Serialize;
use utoipa::ToSchema;

use super::drf::{
    body::{Body, OPTIONAL, REQUIRED, UNLIMITED},
    choice::Choice,
    date,
};
use crate::error::ApiResult;

/// A notification that an event of a case sets off.
#[derive(Debug, Serialize, ToSchema)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct NotificationTemplate {
    pub id: i32,
    pub created_at: String,
    pub name: String,
    pub topic: String,
    pub event: Choice,
    pub event_stage: String,
    pub channel: Choice,
    pub target: Choice,
    pub raw_text: String,
    pub message_text: String,
    pub url: String,
}

/// What a request may say of a notification.
#[derive(ToSchema)]
#[schema(as = NotificationTemplateCreate)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct NotificationTemplateInput {
    pub name: String,
    /// A topic of cases that is still in use, or `GENERAL`.
    pub topic: String,
    pub event: String,
    /// A stage of cases, or blank.
    #[schema(required = false)]
    pub event_stage: String,
    pub channel: String,
    pub target: String,
    pub raw_text: String,
    pub message_text: String,
}

/// What a request may change of a notification.
#[derive(ToSchema)]
#[schema(as = NotificationTemplateUpdate)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct NotificationTemplatePatch {
    #[schema(required = false)]
    pub name: String,
    /// A topic of cases that is still in use, or `GENERAL`.
    #[schema(required = false)]
    pub topic: String,
    #[schema(required = false)]
    pub event: String,
    /// A stage of cases, or blank.
    #[schema(required = false)]
    pub event_stage: String,
    #[schema(required = false)]
    pub channel: String,
    #[schema(required = false)]
    pub target: String,
    #[schema(required = false)]
    pub raw_text: String,
    #[schema(required = false)]
    pub message_text: String,
}

impl From<notification_templates::NotificationTemplate> for NotificationTemplate {
    fn from(it: notification_templates::NotificationTemplate) -> Self {
        Self {
            id: it.id,
            created_at: date::short_day(it.created_at),
            name: it.name,
            topic: it.topic,
            event: Choice::new(EVENT, &it.event),
            event_stage: it.event_stage,
            channel: Choice::new(CHANNEL, &it.channel),
            target: Choice::new(TARGET, &it.target),
            raw_text: it.raw_text,
            message_text: it.message_text,
            url: urls::notification_template(it.id),
        }
    }
}

/// Reads what a request says of a notification.
///
/// # Errors
/// 400 with everything wrong.
pub fn read(mut body: Body) -> ApiResult<NotificationTemplateChange> {
    let input = NotificationTemplateChange {
        name: body.text("name", 64, REQUIRED).value(),
        topic: body.choice("topic", TOPIC, REQUIRED).value(),
        event: body.choice("event", EVENT, REQUIRED).value(),
        event_stage: body.choice("event_stage", STAGE, OPTIONAL.or_blank()).value(),
        channel: body.choice("channel", CHANNEL, REQUIRED).value(),
        target: body.choice("target", TARGET, REQUIRED).value(),
        raw_text: body.text("raw_text", UNLIMITED, REQUIRED).value(),
        message_text: body.text("message_text", UNLIMITED, REQUIRED).value(),
    };
    body.finish()?;
    Ok(input)
}
