//! Adding a client.

use chrono::{DateTime, Utc};
use clerk_store::db::{Connection, schema::core_client};
use diesel::{ExpressionMethods, insert_into};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{NewClient, with_email};
use crate::error::{FieldError, Result};

/// Adds a client and returns their key. For callers who have asked [`with_email`] or [`email_error`].
pub async fn create(conn: &mut Connection, new: NewClient, now: DateTime<Utc>) -> Result<Uuid> {
    let id = Uuid::new_v4();
    insert_into(core_client::table)
        .values((
            core_client::id.eq(id),
            core_client::created_at.eq(now),
            core_client::modified_at.eq(now),
            // Columns that nothing fills any more.
            core_client::special_circumstances.eq(Vec::<String>::new()),
            core_client::legal_access_difficulties.eq(Vec::<String>::new()),
            new,
        ))
        .execute(conn)
        .await?;
    Ok(id)
}

/// What is wrong with the address of a new client: `unique` when another client has it.
pub async fn email_error(
    conn: &mut Connection,
    email: &str,
    attr: &'static str,
) -> Result<Option<FieldError>> {
    let is_taken = !with_email(conn, email).await?.is_empty();
    Ok(is_taken.then(|| FieldError::new(attr, "unique", "Another client has this address.")))
}
