//! The list of parties.

use clerk_store::db::{Connection, pattern::contains, schema::core_person};
use diesel::{BoolExpressionMethods, PgTextExpressionMethods, QueryDsl, SelectableHelper};
use diesel_async::RunQueryDsl;

use super::Person;
use crate::{
    access::{
        Account,
        people::{People, visible_to},
    },
    error::Result,
    paging::{PageRequest, Paged},
};

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
