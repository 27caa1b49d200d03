//! Deleting a service.

use chrono::{DateTime, Utc};
use clerk_store::db::{Connection, schema::core_service};
use diesel::{ExpressionMethods, QueryDsl, SelectableHelper};
use diesel_async::{AsyncConnection, RunQueryDsl};
use uuid::Uuid;

use super::{Service, event, find, rules};
use crate::{access, access::Account, error::Result, vocabulary::services::ServiceEventType};

/// Deletes a service and records it. The row stays, marked as deleted, since its events point to it.
///
/// # Errors
/// As [`super::find`]; 403 below coordinator when the case is closed.
pub async fn delete(
    conn: &mut Connection,
    actor: &Account,
    (case, id): (Uuid, i32),
    now: DateTime<Utc>,
) -> Result<()> {
    conn.transaction(async |conn| {
        let case = access::lock(conn, actor, case).await?;
        find::of_case(conn, case.id, id).await?;
        rules::require_open(actor, &case)?;
        let service: Service = diesel::update(core_service::table.find(id))
            .set((core_service::is_deleted.eq(true), core_service::modified_at.eq(now)))
            .returning(Service::as_returning())
            .get_result(conn)
            .await?;
        event::record(conn, actor, &service, ServiceEventType::Delete, now).await
    })
    .await
}
