//! The cases that somebody or something is part of, for the pages about people, clients and tenancies.

use clerk_store::db::{
    Connection,
    schema::{core_issue, core_tenancy},
};
use diesel::{BoolExpressionMethods, ExpressionMethods, QueryDsl, SelectableHelper};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{Case, assemble};
use crate::{
    access::{self, Account, CaseRow, Cases, visible_to},
    clients::{self, Client},
    error::{DomainError, Result},
    people::{self, Person},
    tenancies::{self, Tenancy},
};

/// A person and the cases of which they are landlord or agent, as far as the account may see them,
/// newest first.
///
/// # Errors
/// [`DomainError::NotFound`] when there is no such person.
pub async fn of_person(
    conn: &mut Connection,
    actor: &Account,
    id: i32,
) -> Result<(Person, Vec<Case>)> {
    let person = people::by_id(conn, [id]).await?.remove(&id).ok_or(DomainError::NotFound)?;
    let homes = core_tenancy::table
        .filter(core_tenancy::agent_id.eq(id).or(core_tenancy::landlord_id.eq(id)))
        .select(core_tenancy::id);
    let cases = visible_to(actor).filter(core_issue::tenancy_id.eq_any(homes));
    Ok((person, newest_first(conn, cases).await?))
}

/// A tenancy and its cases, as far as the account may see them, newest first.
///
/// # Errors
/// As [`access::tenancies::check`].
pub async fn of_tenancy(
    conn: &mut Connection,
    actor: &Account,
    id: i32,
) -> Result<(Tenancy, Vec<Case>)> {
    access::tenancies::check(conn, actor, id).await?;
    let row = tenancies::by_id(conn, [id]).await?.remove(&id).ok_or(DomainError::NotFound)?;
    let cases = visible_to(actor).filter(core_issue::tenancy_id.eq(id));
    let cases = newest_first(conn, cases).await?;
    let people = people::by_id(conn, [row.landlord_id, row.agent_id].into_iter().flatten()).await?;
    Ok((row.with(&people), cases))
}

/// A client and their cases, as far as the account may see them, newest first.
///
/// # Errors
/// As [`access::clients::check`].
pub async fn of_client(
    conn: &mut Connection,
    actor: &Account,
    id: Uuid,
) -> Result<(Client, Vec<Case>)> {
    access::clients::check(conn, actor, id).await?;
    let client = clients::by_id(conn, [id]).await?.remove(&id).ok_or(DomainError::NotFound)?;
    let cases = visible_to(actor).filter(core_issue::client_id.eq(id));
    Ok((client, newest_first(conn, cases).await?))
}

async fn newest_first(conn: &mut Connection, cases: Cases<'_>) -> Result<Vec<Case>> {
    let rows: Vec<CaseRow> = cases
        .order((core_issue::created_at.desc(), core_issue::id.desc()))
        .select(CaseRow::as_select())
        .load(conn)
        .await?;
    assemble(conn, rows).await
}
