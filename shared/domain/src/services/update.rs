//! Changing a service.

use chrono::{DateTime, Utc};
use clerk_store::db::{Connection, schema::core_service};
use diesel::{ExpressionMethods, QueryDsl, SelectableHelper};
use diesel_async::{AsyncConnection, RunQueryDsl};
use uuid::Uuid;

use super::{Service, ServiceInput, event, find, model::ServiceFacts, rules};
use crate::{
    access,
    access::Account,
    error::{DomainError, Result},
    vocabulary::services::{ServiceCategory, ServiceEventType},
};

/// Changes a service of a case and records it. The case is locked, so that no two people change its
/// services at once.
///
/// # Errors
/// As [`super::find`]; 403 below coordinator when the case is closed; 400 when something does not fit,
/// or when the service is said to belong to another case.
pub async fn update(
    conn: &mut Connection,
    actor: &Account,
    (case, id): (Uuid, i32),
    input: ServiceInput,
    now: DateTime<Utc>,
) -> Result<Service> {
    conn.transaction(async |conn| {
        let case = access::lock(conn, actor, case).await?;
        let service = find::of_case(conn, case.id, id).await?;
        rules::require_open(actor, &case)?;
        if input.case.is_some_and(|other| other != case.id) {
            let detail = "A service stays with its case.";
            return Err(DomainError::invalid("issue_id", "invalid", detail));
        }
        let facts = rules::fit(changed(service, input))?;
        let service: Service = diesel::update(core_service::table.find(id))
            .set((core_service::modified_at.eq(now), facts))
            .returning(Service::as_returning())
            .get_result(conn)
            .await?;
        event::record(conn, actor, &service, ServiceEventType::Update, now).await?;
        Ok(service)
    })
    .await
}

/// Whoever says that a service is discrete has to say how often it was given.
fn changed(old: Service, input: ServiceInput) -> ServiceFacts {
    let is_discrete = input.category == Some(ServiceCategory::Discrete);
    let count = input.count.unwrap_or(if is_discrete { 0 } else { old.count });
    ServiceFacts {
        category: input.category.unwrap_or(old.category),
        type_: input.type_.unwrap_or(old.type_),
        started_at: input.started_at.unwrap_or(old.started_at),
        finished_at: input.finished_at.unwrap_or(old.finished_at),
        count,
        notes: input.notes.unwrap_or(old.notes),
    }
}
