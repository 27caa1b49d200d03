//! The numbers by which the original's generic references name tables.

use clerk_store::db::{Connection, schema::django_content_type};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl};
use diesel_async::RunQueryDsl;

use crate::error::{DomainError, Result};

/// `django_content_type.id` of a model of an application: `("core", "issuedate")`.
///
/// # Errors
/// [`DomainError::Fatal`] when the database does not know the model.
pub async fn content_type(conn: &mut Connection, app: &str, model: &str) -> Result<i32> {
    django_content_type::table
        .filter(django_content_type::app_label.eq(app))
        .filter(django_content_type::model.eq(model))
        .select(django_content_type::id)
        .first(conn)
        .await
        .optional()?
        .ok_or_else(|| DomainError::Fatal(format!("there is no content type {app}.{model}")))
}
