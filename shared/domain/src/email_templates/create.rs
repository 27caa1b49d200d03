//! Making a template.

use chrono::{DateTime, Utc};
use clerk_store::db::{Connection, schema::emails_emailtemplate};
use diesel::{ExpressionMethods, SelectableHelper};
use diesel_async::RunQueryDsl;

use super::{EmailTemplate, NewEmailTemplate};
use crate::error::Result;

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
