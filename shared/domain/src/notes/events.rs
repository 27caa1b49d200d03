//! What event notes point to: changes of the case, of its services and of its critical dates.

use std::collections::HashMap;

use clerk_store::db::{
    Connection,
    schema::{
        auditlog_logentry, core_auditevent, core_issueevent, core_serviceevent, django_content_type,
    },
};
use diesel::{ExpressionMethods, QueryDsl, QueryResult, SelectableHelper};
use diesel_async::RunQueryDsl;
use futures_util::try_join;
use serde_json::Value;

use crate::{
    journal::Event,
    vocabulary::{
        cases::{CaseEventType, Stage},
        services::ServiceEventType,
    },
};

/// A change of stage, assignment or openness.
#[derive(diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = core_issueevent, check_for_backend(diesel::pg::Pg))]
pub struct CaseEvent {
    id: i32,
    pub event_type: CaseEventType,
    pub prev_is_open: Option<bool>,
    pub next_is_open: Option<bool>,
    pub prev_stage: Option<Stage>,
    pub next_stage: Option<Stage>,
    pub prev_user_id: Option<i32>,
    pub next_user_id: Option<i32>,
}

/// A service as it was when somebody added, changed or deleted it.
#[derive(diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = core_serviceevent, check_for_backend(diesel::pg::Pg))]
pub struct ServiceEvent {
    id: i32,
    pub event_type: ServiceEventType,
    pub service_at_event: Value,
    pub user_id: i32,
}

/// A log entry about another row, today always a critical date.
#[derive(diesel::Queryable)]
pub struct AuditEvent {
    id: i32,
    pub action: i16,
    pub actor_id: Option<i32>,
    pub serialized_data: Option<Value>,
    pub model: String,
}

/// The events that some notes point to.
pub struct Events {
    pub cases: HashMap<i32, CaseEvent>,
    pub services: HashMap<i32, ServiceEvent>,
    pub audits: HashMap<i32, AuditEvent>,
}

impl Events {
    /// Loads events. Three queries, sent at once.
    pub async fn load(conn: &Connection, events: impl Iterator<Item = Event>) -> QueryResult<Self> {
        let (mut of_cases, mut of_services, mut of_audits) = (Vec::new(), Vec::new(), Vec::new());
        for event in events {
            match event {
                Event::Case(id) => of_cases.push(id),
                Event::Service(id) => of_services.push(id),
                Event::Audit(id) => of_audits.push(id),
            }
        }
        let (mut a, mut b, mut c) = (conn, conn, conn);
        let (cases, services, audits) = try_join!(
            core_issueevent::table
                .filter(core_issueevent::id.eq_any(of_cases))
                .select(CaseEvent::as_select())
                .load::<CaseEvent>(&mut a),
            core_serviceevent::table
                .filter(core_serviceevent::id.eq_any(of_services))
                .select(ServiceEvent::as_select())
                .load::<ServiceEvent>(&mut b),
            core_auditevent::table
                .inner_join(auditlog_logentry::table.inner_join(django_content_type::table))
                .filter(core_auditevent::id.eq_any(of_audits))
                .select((
                    core_auditevent::id,
                    auditlog_logentry::action,
                    auditlog_logentry::actor_id,
                    auditlog_logentry::serialized_data,
                    django_content_type::model,
                ))
                .load::<AuditEvent>(&mut c),
        )?;
        Ok(Self {
            cases: cases.into_iter().map(|row| (row.id, row)).collect(),
            services: services.into_iter().map(|row| (row.id, row)).collect(),
            audits: audits.into_iter().map(|row| (row.id, row)).collect(),
        })
    }

    /// Everybody who takes part in them.
    pub fn user_ids(&self) -> impl Iterator<Item = i32> {
        let cases = self.cases.values().flat_map(|event| [event.prev_user_id, event.next_user_id]);
        let audits = self.audits.values().map(|event| event.actor_id);
        cases.chain(audits).flatten().chain(self.services.values().map(|event| event.user_id))
    }
}
