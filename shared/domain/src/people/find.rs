//! One party.

use clerk_store::db::{Connection, schema::core_person};
use diesel::{OptionalExtension, QueryDsl, SelectableHelper};
use diesel_async::RunQueryDsl;

use super::Person;
use crate::{
    access::{Account, people},
    error::{DomainError, Result},
};

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
