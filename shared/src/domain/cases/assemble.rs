//! Loading what belongs to cases, in as many queries for fifty as for one.

use futures_util::try_join;

use super::{Case, CaseRow};
use crate::{
    db::Connection,
    domain::{
        accounts::profiles,
        clients, people,
        tenancies::{self, TenancyRow},
    },
    error::{DomainError, Result},
};

/// Adds client, tenancy and people to cases, keeping their order. Six queries at most.
///
/// # Errors
/// Fails when the database does.
pub async fn assemble(conn: &mut Connection, rows: Vec<CaseRow>) -> Result<Vec<Case>> {
    let conn = &*conn;
    let (clients, tenancies, users) = try_join!(
        clients::by_id(conn, rows.iter().map(|row| row.client_id)),
        tenancies::by_id(conn, rows.iter().map(|row| row.tenancy_id)),
        profiles(conn, rows.iter().flat_map(|row| [row.paralegal_id, row.lawyer_id]).flatten()),
    )?;
    let parties = |it: &TenancyRow| [it.landlord_id, it.agent_id];
    let people = people::by_id(
        conn,
        rows.iter()
            .map(|row| row.support_worker_id)
            .chain(tenancies.values().flat_map(parties))
            .flatten(),
    )
    .await?;
    let user = |id: Option<i32>| id.and_then(|id| users.get(&id)).cloned();
    rows.into_iter()
        .map(|row| {
            let client = clients.get(&row.client_id).cloned().ok_or_else(lost)?;
            let tenancy = tenancies.get(&row.tenancy_id).cloned().ok_or_else(lost)?;
            Ok(Case {
                client,
                tenancy: tenancy.with(&people),
                paralegal: user(row.paralegal_id),
                lawyer: user(row.lawyer_id),
                support_worker: row.support_worker_id.and_then(|id| people.get(&id)).cloned(),
                row,
            })
        })
        .collect()
}

/// Foreign keys rule it out, but for a delete between two of the queries.
fn lost() -> DomainError {
    DomainError::Fatal("the client or tenancy of a case vanished while it was read".into())
}
