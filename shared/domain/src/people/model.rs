//! A party and how to load several.

use std::collections::HashMap;

use clerk_store::db::{Connection, distinct, schema::core_person};
use diesel::{ExpressionMethods, QueryDsl, QueryResult, SelectableHelper};
use diesel_async::RunQueryDsl;

/// Somebody involved in a case who is not the client.
#[derive(Clone, Debug, diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = core_person, check_for_backend(diesel::pg::Pg))]
pub struct Person {
    /// Key.
    pub id: i32,
    /// Name.
    pub full_name: String,
    /// Address, or blank.
    pub email: String,
    /// Postal address, or blank.
    pub address: String,
    /// Phone, or blank.
    pub phone_number: String,
    /// See [`crate::vocabulary::people::SUPPORT_CONTACT_PREFERENCES`].
    pub support_contact_preferences: String,
}

/// What is written of a party: the columns given, the others stay.
#[derive(Clone, Debug, Default, diesel::AsChangeset)]
#[diesel(table_name = core_person)]
pub struct PersonInput {
    /// Name.
    pub full_name: Option<String>,
    /// Address, or blank.
    pub email: Option<String>,
    /// Postal address, or blank.
    pub address: Option<String>,
    /// Phone, or blank.
    pub phone_number: Option<String>,
    /// See [`crate::vocabulary::people::SUPPORT_CONTACT_PREFERENCES`].
    pub support_contact_preferences: Option<String>,
}

/// The parties with these ids. One query, or none.
///
/// # Errors
/// Fails when the database does.
pub async fn by_id(
    mut conn: &Connection,
    ids: impl IntoIterator<Item = i32>,
) -> QueryResult<HashMap<i32, Person>> {
    let ids = distinct(ids);
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let people: Vec<Person> = core_person::table
        .filter(core_person::id.eq_any(ids))
        .select(Person::as_select())
        .load(&mut conn)
        .await?;
    Ok(people.into_iter().map(|person| (person.id, person)).collect())
}
