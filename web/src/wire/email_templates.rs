//! Templates of emails.

use clerk_base::urls;
use clerk_domain::{email_templates, vocabulary::email_templates::TOPIC};

use super::format::{
    body::UNLIMITED,
    date,
    field::{choice, text},
    input::input,
    output::output,
};

output! {
    /// A template of an email.
    #[expect(missing_docs, reason = "the fields are those of the API document")]
    pub struct EmailTemplate = from(template: email_templates::EmailTemplate) {
        id: i32,
        name: String,
        topic: String,
        subject: String,
        text: String,
        created_at: String = date::short_day(created_at),
        url: String => urls::email_template(template.id),
    }
}

input! {
    fields, never null {
        name: text(64).required(),
        /// A topic of cases, or `GENERAL`.
        topic: choice(TOPIC).required(),
        subject: text(1024),
        text: text(UNLIMITED).or_blank(),
    }

    /// What a request may change of a template.
    update EmailTemplateInput as "EmailTemplateUpdate" => email_templates::EmailTemplateInput;

    /// What a request may say of a template.
    create NewEmailTemplate as "EmailTemplateCreate" => email_templates::NewEmailTemplate;
}
