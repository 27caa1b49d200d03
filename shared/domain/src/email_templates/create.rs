//! Making a template.

use chrono::{DateTime, Utc};
use clerk_store::db::{Connection, schema::emails_emailtemplate};
use diesel::{ExpressionMethods, SelectableHelper};
use diesel_async::RunQueryDsl;

use super::{EmailTemplate, EmailTemplateChange};
use crate::error::Result;

/// Stores a new template.
///
/// # Errors
/// Fails when the database does.
pub async fn create(
    conn: &mut Connection,
    new: EmailTemplateChange,
    now: DateTime<Utc>,
) -> Result<EmailTemplate> {
    Ok(diesel::insert_into(emails_emailtemplate::table)
        .values((
            emails_emailtemplate::created_at.eq(now),
            emails_emailtemplate::modified_at.eq(now),
            emails_emailtemplate::name.eq(new.name.unwrap_or_default()),
            emails_emailtemplate::topic.eq(new.topic.unwrap_or_default()),
            emails_emailtemplate::text.eq(new.text.unwrap_or_default()),
            emails_emailtemplate::subject.eq(new.subject.unwrap_or_default()),
        ))
        .returning(EmailTemplate::as_returning())
        .get_result(conn)
        .await?)
}
