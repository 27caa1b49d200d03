//! Changing a party.

use chrono::{DateTime, Utc};
use clerk_store::db::{Connection, schema::core_person};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, SelectableHelper, update as change};
use diesel_async::RunQueryDsl;

use super::{Person, PersonInput};
use crate::error::{DomainError, Result};

/// Changes the columns given; one statement, so that two changes at once keep each other's columns.
///
/// # Errors
/// [`DomainError::NotFound`] when there is no such party.
pub async fn update(
    conn: &mut Connection,
    id: i32,
    input: &PersonInput,
    now: DateTime<Utc>,
) -> Result<Person> {
    change(core_person::table.find(id))
        .set((core_person::modified_at.eq(now), input))
        .returning(Person::as_returning())
        .get_result(conn)
        .await
        .optional()?
        .ok_or(DomainError::NotFound)
}
