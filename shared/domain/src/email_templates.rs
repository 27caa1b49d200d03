//! Templates of emails that people write on cases (table `emails_emailtemplate`).

use chrono::{DateTime, Utc};
use clerk_store::db::{Connection, pattern::contains, schema::emails_emailtemplate};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, OptionalExtension, PgTextExpressionMethods, QueryDsl,
    SelectableHelper,
};
use diesel_async::RunQueryDsl;

use crate::{
    error::{DomainError, Result},
    record::record,
    vocabulary::topics::{GENERAL, Topic},
};

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

/// The templates that fit, by topic and name; a number in a name counts as a number, since the
/// column's collation says so. The filter's name is looked for in the subject too.
pub async fn list(conn: &mut Connection, filter: &TemplateFilter) -> Result<Vec<EmailTemplate>> {
    let mut templates = emails_emailtemplate::table.into_boxed();
    if let Some(name) = &filter.name {
        let pattern = contains(name);
        templates = templates.filter(
            emails_emailtemplate::name
                .ilike(pattern.clone())
                .or(emails_emailtemplate::subject.ilike(pattern)),
        );
    }
    if let Some(topic) = &filter.topic {
        templates = templates.filter(emails_emailtemplate::topic.eq(topic));
    }
    Ok(templates
        .order((emails_emailtemplate::topic, emails_emailtemplate::name, emails_emailtemplate::id))
        .select(EmailTemplate::as_select())
        .load(conn)
        .await?)
}

/// The templates for cases of a topic, oldest first.
pub async fn for_topic(conn: &mut Connection, topic: &Topic) -> Result<Vec<EmailTemplate>> {
    Ok(emails_emailtemplate::table
        .filter(emails_emailtemplate::topic.eq_any([topic.code(), GENERAL]))
        .order((emails_emailtemplate::created_at, emails_emailtemplate::id))
        .select(EmailTemplate::as_select())
        .load(conn)
        .await?)
}

/// The template with this id.
///
/// # Errors
/// [`DomainError::NotFound`] when there is none.
pub async fn find(conn: &mut Connection, id: i32) -> Result<EmailTemplate> {
    let found: Option<EmailTemplate> = emails_emailtemplate::table
        .find(id)
        .select(EmailTemplate::as_select())
        .first(conn)
        .await
        .optional()?;
    found.ok_or(DomainError::NotFound)
}

/// Stores a new template.
pub async fn create(
    conn: &mut Connection,
    new: NewEmailTemplate,
    now: DateTime<Utc>,
) -> Result<EmailTemplate> {
    Ok(diesel::insert_into(emails_emailtemplate::table)
        .values((
            emails_emailtemplate::created_at.eq(now),
            emails_emailtemplate::modified_at.eq(now),
            new,
        ))
        .returning(EmailTemplate::as_returning())
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
    input: EmailTemplateInput,
    now: DateTime<Utc>,
) -> Result<EmailTemplate> {
    let changed: Option<EmailTemplate> = diesel::update(emails_emailtemplate::table.find(id))
        .set((input, emails_emailtemplate::modified_at.eq(now)))
        .returning(EmailTemplate::as_returning())
        .get_result(conn)
        .await
        .optional()?;
    changed.ok_or(DomainError::NotFound)
}

/// Deletes a template. Nothing points to it: emails have copies.
///
/// # Errors
/// [`DomainError::NotFound`] when there is no such template.
pub async fn delete(conn: &mut Connection, id: i32) -> Result<()> {
    match diesel::delete(emails_emailtemplate::table.find(id)).execute(conn).await? {
        0 => Err(DomainError::NotFound),
        _ => Ok(()),
    }
}
