//! Listing templates.

use clerk_store::db::{Connection, pattern::contains, schema::emails_emailtemplate};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, PgTextExpressionMethods, QueryDsl, SelectableHelper,
};
use diesel_async::RunQueryDsl;

use super::{EmailTemplate, TemplateFilter};
use crate::{
    error::Result,
    vocabulary::topics::{GENERAL, Topic},
};

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
