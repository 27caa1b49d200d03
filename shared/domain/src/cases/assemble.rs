//! Loading what belongs to cases, in as many queries for fifty as for one.

use std::collections::HashMap;

use clerk_store::db::{Connection, distinct, schema::core_issue};
use diesel::{ExpressionMethods, QueryDsl, SelectableHelper};
use diesel_async::RunQueryDsl;
use futures_util::try_join;
use uuid::Uuid;

use super::Case;
use crate::{
    access::CaseRow,
    accounts::profiles,
    clients,
    error::{DomainError, Result},
    people,
    tenancies::{self, TenancyRow},
};

/// Adds client, tenancy and people to cases, keeping their order. Six queries at most.
pub async fn assemble(conn: &mut Connection, rows: Vec<CaseRow>) -> Result<Vec<Case>> {
    let conn = &*conn;
    let (clients, tenancies, users) = try_join!(
        clients::by_id(conn, rows.iter().map(|row| row.client_id)),
        tenancies::by_id(conn, rows.iter().map(|row| row.tenancy_id)),
        profiles(conn, rows.iter().flat_map(|row| [row.paralegal_id, row.lawyer_id]).flatten()),
    )?;
    let parties = |tenancy: &TenancyRow| [tenancy.landlord_id, tenancy.agent_id];
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

/// The cases with these keys, with everybody involved. For callers who have checked who may see them.
/// Seven queries at most.
pub async fn by_id(
    conn: &mut Connection,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, Case>> {
    let rows: Vec<CaseRow> = core_issue::table
        .filter(core_issue::id.eq_any(distinct(ids)))
        .select(CaseRow::as_select())
        .load(conn)
        .await?;
    let cases = assemble(conn, rows).await?;
    Ok(cases.into_iter().map(|case| (case.row.id, case)).collect())
}

/// Foreign keys rule it out, but for a delete between two of the queries.
fn lost() -> DomainError {
    DomainError::Fatal("the client or tenancy of a case vanished while it was read".into())
}
