//! A template of an email on the wire.

use clerk_base::urls;
use clerk_domain::{
    email_templates::{self, EmailTemplateChange},
    vocabulary::email_templates::TOPIC,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::drf::{
    body::{Body, OPTIONAL, REQUIRED, UNLIMITED},
    date,
};
use crate::error::ApiResult;

/// A template of an email.
#[derive(Debug, Serialize, ToSchema)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct EmailTemplate {
    pub id: i32,
    pub name: String,
    pub topic: String,
    pub subject: String,
    pub text: String,
    pub created_at: String,
    pub url: String,
}

/// What a request may say of a template.
#[derive(ToSchema)]
#[schema(as = EmailTemplateCreate)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct EmailTemplateInput {
    pub name: String,
    /// A topic of cases, or `GENERAL`.
    pub topic: String,
    #[schema(required = false)]
    pub subject: String,
    #[schema(required = false)]
    pub text: String,
}

/// What a request may change of a template.
#[derive(ToSchema)]
#[schema(as = EmailTemplateUpdate)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct EmailTemplatePatch {
    #[schema(required = false)]
    pub name: String,
    /// A topic of cases, or `GENERAL`.
    #[schema(required = false)]
    pub topic: String,
    #[schema(required = false)]
    pub subject: String,
    #[schema(required = false)]
    pub text: String,
}

impl From<email_templates::EmailTemplate> for EmailTemplate {
    fn from(it: email_templates::EmailTemplate) -> Self {
        Self {
            id: it.id,
            name: it.name,
            topic: it.topic,
            subject: it.subject,
            text: it.text,
            created_at: date::short_day(it.created_at),
            url: urls::email_template(it.id),
        }
    }
}

/// Reads what a request says of a template.
///
/// # Errors
/// 400 with everything wrong.
pub fn read(mut body: Body) -> ApiResult<EmailTemplateChange> {
    let input = EmailTemplateChange {
        name: body.text("name", 64, REQUIRED).value(),
        topic: body.choice("topic", TOPIC, REQUIRED).value(),
        subject: body.text("subject", 1024, OPTIONAL).value(),
        text: body.text("text", UNLIMITED, OPTIONAL.or_blank()).value(),
    };
    body.finish()?;
    Ok(input)
}
