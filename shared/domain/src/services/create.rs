//! Adding a service.

use chrono::{DateTime, Utc};
use clerk_store::db::{Connection, schema::core_service};
use diesel::{ExpressionMethods, SelectableHelper, insert_into};
use diesel_async::{AsyncConnection, RunQueryDsl};
use uuid::Uuid;

use super::{NewService, Service, event, model::ServiceFacts, rules};
use crate::{
    access,
    access::Account,
    error::Result,
    vocabulary::services::{ServiceCategory, ServiceEventType},
};

/// Adds a service to a case and records it.
///
/// # Errors
/// As [`access::case`]; 403 below coordinator when the case is closed; 400 when something does not fit.
pub async fn create(
    conn: &mut Connection,
    actor: &Account,
    case: Uuid,
    new: NewService,
    now: DateTime<Utc>,
) -> Result<Service> {
    conn.transaction(async |conn| {
        let case = access::lock(conn, actor, case).await?;
        rules::require_open(actor, &case)?;
        let facts = rules::fit(facts(new))?;
        let service: Service = insert_into(core_service::table)
            .values((
                core_service::created_at.eq(now),
                core_service::modified_at.eq(now),
                core_service::issue_id.eq(case.id),
                core_service::is_deleted.eq(false),
                facts,
            ))
            .returning(Service::as_returning())
            .get_result(conn)
            .await?;
        event::record(conn, actor, &service, ServiceEventType::Create, now).await?;
        Ok(service)
    })
    .await
}

fn facts(new: NewService) -> ServiceFacts {
    let count = new.count.unwrap_or(if new.category == ServiceCategory::Ongoing { 1 } else { 0 });
    ServiceFacts {
        category: new.category,
        type_: new.type_,
        started_at: new.started_at,
        finished_at: new.finished_at,
        count,
        notes: new.notes,
    }
}
