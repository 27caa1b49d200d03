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

use super::text;
use crate::{accounts::Profile, error::Result};

/// The row that a note points to.
#[derive(Clone, Copy)]
pub struct Target<'a> {
    /// The original's name for the table, without the application.
    pub model: &'a str,
    /// Key of the row.
    pub id: i32,
}

/// A change of stage, assignment or openness.
#[derive(diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = core_issueevent, check_for_backend(diesel::pg::Pg))]
pub struct CaseEvent {
    id: i32,
    pub event_type: String,
    pub prev_is_open: Option<bool>,
    pub next_is_open: Option<bool>,
    pub prev_stage: Option<String>,
    pub next_stage: Option<String>,
    pub prev_user_id: Option<i32>,
    pub next_user_id: Option<i32>,
}

/// A service as it was when somebody added, changed or deleted it.
#[derive(diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = core_serviceevent, check_for_backend(diesel::pg::Pg))]
pub struct ServiceEvent {
    id: i32,
    pub event_type: String,
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

/// The events of some notes.
pub struct Events {
    cases: HashMap<i32, CaseEvent>,
    services: HashMap<i32, ServiceEvent>,
    audits: HashMap<i32, AuditEvent>,
}

impl Events {
    /// Loads the events among the targets. Three queries, sent at once.
    pub async fn load<'a>(
        conn: &Connection,
        targets: impl Iterator<Item = Target<'a>> + Clone,
    ) -> QueryResult<Self> {
        let ids = |model: &str| -> Vec<i32> {
            targets.clone().filter(|it| it.model == model).map(|it| it.id).collect()
        };
        let (mut a, mut b, mut c) = (conn, conn, conn);
        let (cases, services, audits) = try_join!(
            core_issueevent::table
                .filter(core_issueevent::id.eq_any(ids("issueevent")))
                .select(CaseEvent::as_select())
                .load::<CaseEvent>(&mut a),
            core_serviceevent::table
                .filter(core_serviceevent::id.eq_any(ids("serviceevent")))
                .select(ServiceEvent::as_select())
                .load::<ServiceEvent>(&mut b),
            core_auditevent::table
                .inner_join(auditlog_logentry::table.inner_join(django_content_type::table))
                .filter(core_auditevent::id.eq_any(ids("auditevent")))
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
            cases: cases.into_iter().map(|it| (it.id, it)).collect(),
            services: services.into_iter().map(|it| (it.id, it)).collect(),
            audits: audits.into_iter().map(|it| (it.id, it)).collect(),
        })
    }

    /// Everybody who takes part in them.
    pub fn user_ids(&self) -> impl Iterator<Item = i32> {
        let cases = self.cases.values().flat_map(|it| [it.prev_user_id, it.next_user_id]);
        let audits = self.audits.values().map(|it| it.actor_id);
        cases.chain(audits).flatten().chain(self.services.values().map(|it| it.user_id))
    }

    /// The text of an event, or `None` when the row it was about is gone.
    pub fn story(
        &self,
        target: Target<'_>,
        users: &HashMap<i32, Profile>,
    ) -> Result<Option<String>> {
        match target.model {
            "issueevent" => self.cases.get(&target.id).map(|it| text::case(it, users)).transpose(),
            "serviceevent" => {
                self.services.get(&target.id).map(|it| text::service(it, users)).transpose()
            }
            "auditevent" => {
                self.audits.get(&target.id).map(|it| text::audit(it, users)).transpose()
            }
            _ => Ok(None),
        }
    }
}
