//! A new party.

use chrono::{DateTime, Utc};
use clerk_store::db::{Connection, schema::core_person};
use diesel::{ExpressionMethods, SelectableHelper, insert_into};
use diesel_async::RunQueryDsl;

use super::{Person, PersonInput};
use crate::error::Result;

/// Makes a party; what is not given is blank.
///
/// # Errors
/// Fails when the database does.
pub async fn create(
    conn: &mut Connection,
    now: DateTime<Utc>,
    input: PersonInput,
) -> Result<Person> {
    Ok(insert_into(core_person::table)
        .values((
            core_person::created_at.eq(now),
            core_person::modified_at.eq(now),
            core_person::full_name.eq(input.full_name.unwrap_or_default()),
            core_person::email.eq(input.email.unwrap_or_default()),
            core_person::address.eq(input.address.unwrap_or_default()),
            core_person::phone_number.eq(input.phone_number.unwrap_or_default()),
            core_person::support_contact_preferences
                .eq(input.support_contact_preferences.unwrap_or_default()),
        ))
        .returning(Person::as_returning())
        .get_result(conn)
        .await?)
}
