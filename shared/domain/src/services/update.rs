//! Changing a service.

use chrono::{DateTime, Utc};
use clerk_store::db::{Connection, schema::core_service};
use diesel::{ExpressionMethods, QueryDsl, SelectableHelper};
use diesel_async::{AsyncConnection, RunQueryDsl};
use uuid::Uuid;

use super::{
    Service, ServiceChange,
    event::{self, Done},
    find,
    model::Facts,
    rules,
};
use crate::{
    access,
    access::Account,
    error::{DomainError, Result},
    vocabulary::services::DISCRETE,
};

/// Changes a service of a case and records it. The case is locked, so that no two people change its
/// services at once.
///
/// # Errors
/// As [`super::find`]; 403 below coordinator when the case is closed; 400 when something does not fit,
/// or when the service is said to belong to another case.
pub async fn update(
    conn: &mut Connection,
    account: &Account,
    (case, id): (Uuid, i32),
    change: ServiceChange,
    now: DateTime<Utc>,
) -> Result<Service> {
    conn.transaction(async |conn| {
        let case = access::lock(conn, account, case).await?;
        let service = find::of_case(conn, case.id, id).await?;
        rules::require_open(account, &case)?;
        if change.case.is_some_and(|it| it != case.id) {
            let detail = "A service stays with its case.";
            return Err(DomainError::invalid("issue_id", "invalid", detail));
        }
        let facts = rules::fit(changed(service, change))?;
        let service: Service = diesel::update(core_service::table.find(id))
            .set((core_service::modified_at.eq(now), facts))
            .returning(Service::as_returning())
            .get_result(conn)
            .await?;
        event::record(conn, account, &service, Done::Updated, now).await?;
        Ok(service)
    })
    .await
}

/// Whoever says that a service is discrete has to say how often it was given.
fn changed(old: Service, change: ServiceChange) -> Facts {
    let is_discrete = change.category.as_deref() == Some(DISCRETE);
    let count = change.count.unwrap_or(if is_discrete { 0 } else { old.count });
    Facts {
        category: change.category.unwrap_or(old.category),
        type_: change.type_.unwrap_or(old.type_),
        started_at: change.started_at.unwrap_or(old.started_at),
        finished_at: change.finished_at.unwrap_or(old.finished_at),
        count,
        notes: change.notes.unwrap_or(old.notes),
    }
}
