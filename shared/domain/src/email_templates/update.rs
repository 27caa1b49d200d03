//! Changing a template.

use chrono::{DateTime, Utc};
use clerk_store::db::{Connection, schema::emails_emailtemplate};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, SelectableHelper};
use diesel_async::RunQueryDsl;

use super::{EmailTemplate, EmailTemplateInput};
use crate::error::{DomainError, Result};

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
