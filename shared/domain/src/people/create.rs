//! Adding a party.

use chrono::{DateTime, Utc};
use clerk_store::db::{Connection, schema::core_person};
use diesel::{ExpressionMethods, SelectableHelper, insert_into};
use diesel_async::RunQueryDsl;

use super::{NewPerson, Person};
use crate::error::Result;

/// Adds a party, even if one like it exists: a party belongs to one case.
pub async fn create(conn: &mut Connection, new: NewPerson, now: DateTime<Utc>) -> Result<Person> {
    Ok(insert_into(core_person::table)
        .values((core_person::created_at.eq(now), core_person::modified_at.eq(now), new))
        .returning(Person::as_returning())
        .get_result(conn)
        .await?)
}
