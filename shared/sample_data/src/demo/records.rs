//! Critical dates and services of a case.

use chrono::{NaiveDate, SecondsFormat};
use clerk_base::clock::local;
use serde_json::{Value, json};

use super::rows;

/// A date and who entered it.
pub(super) struct DateEntry {
    pub(super) row: rows::CriticalDate,
    pub(super) by: i32,
    pub(super) by_email: String,
}

/// A service and who entered it.
pub(super) struct ServiceEntry {
    pub(super) row: rows::Service,
    pub(super) by: i32,
}

impl DateEntry {
    /// The audit log's entry of the stored date, in the shape that the original's library writes.
    pub(super) fn log(&self, id: i32, content_type_id: i32) -> rows::LogEntry {
        let row = &self.row;
        let fields = json!({
            "date": row.date,
            "type": row.kind,
            "issue": row.issue_id,
            "notes": row.notes,
            "is_reviewed": row.is_reviewed,
            "hearing_type": row.hearing_type,
            "hearing_location": row.hearing_location,
        });
        let mut changes = json!({"id": [null, id]});
        let mut serialized = json!({"pk": id, "model": "core.issuedate", "fields": fields});
        for name in ["created_at", "modified_at"] {
            let at = row.created_at.to_rfc3339_opts(SecondsFormat::Millis, true);
            serialized["fields"][name] = Value::String(at);
        }
        for (name, value) in fields.as_object().into_iter().flatten() {
            changes[name] = json!([null, value]);
        }
        rows::LogEntry {
            object_pk: id.to_string(),
            object_id: Some(id.into()),
            object_repr: format!("IssueDate object ({id})"),
            action: 0,
            changes: Some(changes),
            timestamp: row.created_at,
            actor_id: Some(self.by),
            content_type_id,
            additional_data: None,
            serialized_data: Some(serialized),
            cid: None,
            changes_text: String::new(),
            remote_port: None,
            actor_email: Some(self.by_email.clone()),
        }
    }
}

impl ServiceEntry {
    /// The event of the stored service's making, which keeps a copy of it.
    pub(super) fn event(&self, id: i32) -> rows::ServiceEvent {
        let row = &self.row;
        let made = local(row.created_at).to_rfc3339_opts(SecondsFormat::Micros, false);
        rows::ServiceEvent {
            created_at: row.created_at,
            modified_at: row.created_at,
            event_type: "CREATE".to_owned(),
            service_at_event: json!({
                "id": id,
                "type": row.kind,
                "count": row.count,
                "issue": row.issue_id,
                "notes": row.notes,
                "category": row.category,
                "created_at": made,
                "modified_at": made,
                "is_deleted": row.is_deleted,
                "started_at": day(row.started_at),
                "finished_at": row.finished_at.map(day),
            }),
            service_id: id,
            user_id: self.by,
        }
    }
}

/// A date as the original's service events keep it.
fn day(date: NaiveDate) -> String {
    date.format("%d/%m/%Y").to_string()
}
