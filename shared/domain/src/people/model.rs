//! A party and how to load several.

use std::collections::HashMap;

use clerk_store::db::{Connection, distinct, schema::core_person};
use diesel::{ExpressionMethods, QueryDsl, QueryResult, SelectableHelper};
use diesel_async::RunQueryDsl;

use crate::record::record;

record! {
    table core_person {
        full_name: String,
        email: String,
        address: String,
        phone_number: String,
        support_contact_preferences: String,
    }

    /// Somebody involved in a case who is not the client.
    row Person { id: i32 };

    /// What is changed of a party; `None` leaves a column as it is.
    input PersonInput;

    /// A party to add; what is not known is blank.
    new NewPerson;
}

/// The parties with these ids. One query, or none.
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
