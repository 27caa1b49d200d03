//! A template of an email.

use chrono::{DateTime, Utc};
use clerk_store::db::schema::emails_emailtemplate;

use crate::record::record;

record! {
    table emails_emailtemplate {
        name: String,
        topic: String,
        text: String,
        subject: String,
    }

    /// Columns of `emails_emailtemplate`. Values of choices are in [`crate::vocabulary::email_templates`].
    row EmailTemplate { id: i32, created_at: DateTime<Utc> };

    /// What is changed of a template; `None` leaves a column as it is.
    input EmailTemplateInput;

    /// A template to add.
    new NewEmailTemplate;
}

/// What a list of templates is narrowed by.
#[derive(Clone, Debug, Default)]
pub struct TemplateFilter {
    /// A part of the name.
    pub name: Option<String>,
    /// The topic, exactly.
    pub topic: Option<String>,
}
