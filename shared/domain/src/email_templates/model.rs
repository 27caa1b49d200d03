//! A template of an email.

use chrono::{DateTime, Utc};
use clerk_store::db::schema::emails_emailtemplate;

/// Columns of `emails_emailtemplate`.
#[derive(Clone, Debug, diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = emails_emailtemplate, check_for_backend(diesel::pg::Pg))]
pub struct EmailTemplate {
    /// Key.
    pub id: i32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// What people choose it by.
    pub name: String,
    /// See [`crate::vocabulary::email_templates::TOPIC`].
    pub topic: String,
    /// Body.
    pub text: String,
    /// Subject line.
    pub subject: String,
}

/// What somebody wrote. What is `None` stays as it is, and is blank in a new template.
#[derive(Clone, Debug, Default, diesel::AsChangeset)]
#[diesel(table_name = emails_emailtemplate)]
pub struct EmailTemplateChange {
    /// What people choose it by.
    pub name: Option<String>,
    /// See [`crate::vocabulary::email_templates::TOPIC`].
    pub topic: Option<String>,
    /// Body.
    pub text: Option<String>,
    /// Subject line.
    pub subject: Option<String>,
}

/// What a list of templates is narrowed by.
#[derive(Clone, Debug, Default)]
pub struct TemplateFilter {
    /// A part of the name.
    pub name: Option<String>,
    /// The topic, exactly.
    pub topic: Option<String>,
}
