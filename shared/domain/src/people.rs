//! Parties: landlords, agents, support workers (table `core_person`).

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use clerk_store::db::{
    Connection, distinct,
    pattern::contains,
    schema::{core_issue, core_person, core_tenancy},
};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, OptionalExtension, PgTextExpressionMethods, QueryDsl,
    QueryResult, SelectableHelper, insert_into,
};
use diesel_async::{AsyncConnection, RunQueryDsl};

use crate::{
    access::{
        Account, people,
        people::{People, visible_to},
    },
    error::{DomainError, Result},
    paging::{PageRequest, Paged},
    record::record,
};

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

/// A page of the parties that the account may see, by name; `None` when there is no such page. A
/// search text narrows them to those whose name, email, address or phone contains it.
pub async fn list(
    conn: &mut Connection,
    actor: &Account,
    search: Option<&str>,
    page: PageRequest,
) -> Result<Option<Paged<Person>>> {
    let count: i64 = narrow(visible_to(actor), search).count().get_result(conn).await?;
    let Some(window) = page.window(count) else { return Ok(None) };
    let people: Vec<Person> = narrow(visible_to(actor), search)
        .order((core_person::full_name, core_person::id))
        .offset(window.offset)
        .limit(window.limit)
        .select(Person::as_select())
        .load(conn)
        .await?;
    Ok(Some(window.page(people, count)))
}

fn narrow<'a>(people: People<'a>, search: Option<&str>) -> People<'a> {
    let Some(search) = search else { return people };
    let pattern = contains(search);
    people.filter(
        core_person::full_name
            .ilike(pattern.clone())
            .or(core_person::email.ilike(pattern.clone()))
            .or(core_person::address.ilike(pattern.clone()))
            .or(core_person::phone_number.ilike(pattern)),
    )
}

/// The party with this id, for somebody who may see it.
///
/// # Errors
/// [`DomainError::NotFound`] when there is none, 403 when it is not the account's to see.
pub async fn find(conn: &mut Connection, actor: &Account, id: i32) -> Result<Person> {
    let person = core_person::table
        .find(id)
        .select(Person::as_select())
        .first(conn)
        .await
        .optional()?
        .ok_or(DomainError::NotFound)?;
    if people::may_see(conn, actor, id).await? { Ok(person) } else { Err(DomainError::forbidden()) }
}

/// Adds a party, even if one like it exists: a party belongs to one case.
pub async fn create(conn: &mut Connection, new: NewPerson, now: DateTime<Utc>) -> Result<Person> {
    Ok(insert_into(core_person::table)
        .values((core_person::created_at.eq(now), core_person::modified_at.eq(now), new))
        .returning(Person::as_returning())
        .get_result(conn)
        .await?)
}

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
    diesel::update(core_person::table.find(id))
        .set((core_person::modified_at.eq(now), input))
        .returning(Person::as_returning())
        .get_result(conn)
        .await
        .optional()?
        .ok_or(DomainError::NotFound)
}

/// Deletes a party and takes it out of the tenancies and cases that name it.
///
/// # Errors
/// [`DomainError::NotFound`] when there is no such party.
pub async fn delete(conn: &mut Connection, id: i32) -> Result<()> {
    conn.transaction(async |conn| {
        // Whoever is about to name the party somewhere holds its row: see tenancies::update.
        let _locked: i32 = core_person::table
            .find(id)
            .select(core_person::id)
            .for_update()
            .first(conn)
            .await
            .optional()?
            .ok_or(DomainError::NotFound)?;
        let nobody = None::<i32>;
        diesel::update(core_tenancy::table.filter(core_tenancy::landlord_id.eq(id)))
            .set(core_tenancy::landlord_id.eq(nobody))
            .execute(conn)
            .await?;
        diesel::update(core_tenancy::table.filter(core_tenancy::agent_id.eq(id)))
            .set(core_tenancy::agent_id.eq(nobody))
            .execute(conn)
            .await?;
        diesel::update(core_issue::table.filter(core_issue::support_worker_id.eq(id)))
            .set(core_issue::support_worker_id.eq(nobody))
            .execute(conn)
            .await?;
        diesel::delete(core_person::table.find(id)).execute(conn).await?;
        Ok(())
    })
    .await
}
