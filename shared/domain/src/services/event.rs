//! What is kept of a change of a service: the service as it was then, and a note in the timeline.

use chrono::{DateTime, NaiveDate, Utc};
use clerk_base::clock::local_iso;
use clerk_store::db::{Connection, schema::core_serviceevent};
use diesel::{ExpressionMethods, insert_into};
use diesel_async::RunQueryDsl;
use serde_json::{Value, json};

use super::Service;
use crate::{
    access::Account,
    error::Result,
    journal::{self, Event},
    vocabulary::services::ServiceEventType,
};

/// Records what somebody did to a service, on the connection of the change.
pub async fn record(
    conn: &mut Connection,
    actor: &Account,
    service: &Service,
    done: ServiceEventType,
    now: DateTime<Utc>,
) -> Result<()> {
    let event: i32 = insert_into(core_serviceevent::table)
        .values((
            core_serviceevent::created_at.eq(now),
            core_serviceevent::modified_at.eq(now),
            core_serviceevent::event_type.eq(done),
            core_serviceevent::service_at_event.eq(snapshot(service)),
            core_serviceevent::service_id.eq(service.id),
            core_serviceevent::user_id.eq(actor.id),
        ))
        .returning(core_serviceevent::id)
        .get_result(conn)
        .await?;
    journal::add_event(conn, service.issue_id, Event::Service(event), now).await
}

/// The whole row in the original's words and formats, which both programs read back.
fn snapshot(service: &Service) -> Value {
    let day = |day: NaiveDate| day.format("%d/%m/%Y").to_string();
    json!({
        "id": service.id,
        "issue": service.issue_id,
        "created_at": local_iso(service.created_at),
        "modified_at": local_iso(service.modified_at),
        "category": service.category.code(),
        "type": service.type_.code(),
        "started_at": day(service.started_at),
        "notes": service.notes,
        "count": service.count,
        "finished_at": service.finished_at.map(day),
        "is_deleted": service.is_deleted,
    })
}
