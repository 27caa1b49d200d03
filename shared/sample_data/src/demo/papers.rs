//! Critical dates and services of a case.

use chrono::{DateTime, Days, NaiveDate, SecondsFormat, Utc};
use clerk_base::clock::local;
use serde_json::{Value, json};

use super::{
    rows,
    story::{About, Story},
};

/// A date and who entered it.
pub(super) struct DateEntry {
    pub(super) row: rows::CriticalDate,
    by: i32,
    by_email: String,
}

/// A service and who entered it.
pub(super) struct ServiceEntry {
    pub(super) row: rows::Service,
    by: i32,
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

impl Story<'_> {
    /// The services that begin in a stage.
    pub(super) fn services(&mut self, stage: &str, at: DateTime<Utc>, by: i32) {
        let (category, kind) = match stage {
            "CLIENT_AGREEMENT" if self.dice.chance(30) => ("DISCRETE", "GENERAL_INFORMATION"),
            "ADVICE" => ("DISCRETE", "LEGAL_ADVICE"),
            "FORMAL_LETTER" if self.dice.chance(30) => ("DISCRETE", "LEGAL_TASK"),
            "FORMAL_LETTER" => ("ONGOING", "LEGAL_SUPPORT"),
            "VCAT_CAV" => ("ONGOING", "REPRESENTATION_COURT_TRIBUNAL"),
            "CLOSED" if self.plan.outcome == Some("OUT_OF_SCOPE") => {
                ("DISCRETE", "GENERAL_REFERRAL_SIMPLE")
            }
            _ => return,
        };
        let at = self.later(at, 3);
        let ongoing = category == "ONGOING";
        let closed = self.plan.path.last().filter(|_| !self.plan.is_open());
        let finished = closed.map(|&(_, end)| local(end).date_naive());
        let row = rows::Service {
            created_at: at,
            modified_at: at,
            category: category.to_owned(),
            kind: kind.to_owned(),
            started_at: local(at).date_naive(),
            notes: self.stock.services.get(kind).map(|text| self.cast.fill(text)),
            count: if ongoing { 1 } else { self.dice.number(1, 3) },
            finished_at: finished.filter(|_| ongoing).map(|end| end.max(local(at).date_naive())),
            issue_id: self.cast.issue_id,
            is_deleted: false,
        };
        let note = self.note("EVENT", String::new(), None, at);
        self.push(note, About::Service(ServiceEntry { row, by }));
    }

    /// The dates that become known in a stage.
    pub(super) fn dates(&mut self, stage: &str, at: DateTime<Utc>) {
        let today = local(at).date_naive();
        let eviction = self.plan.topic.starts_with("EVICTION");
        let (kind, days) = match stage {
            "CLIENT_AGREEMENT" if eviction => ("NTV_TERMINATION", (14, 90)),
            "CLIENT_AGREEMENT" if self.dice.chance(15) => ("OTHER", (7, 60)),
            "ADVICE" if self.dice.chance(25) => ("LIMITATION", (200, 900)),
            "NEGOTIATIONS" if self.dice.chance(30) => ("FILING_DEADLINE", (14, 40)),
            "VCAT_CAV" => ("HEARING_LISTED", (14, 70)),
            _ => return,
        };
        let days = self.dice.number(days.0, days.1).unsigned_abs();
        self.date(kind, today + Days::new(days.into()), at);
    }

    fn date(&mut self, kind: &str, date: NaiveDate, at: DateTime<Utc>) {
        let at = self.later(at, 2);
        let hearing = kind == "HEARING_LISTED";
        let stock = self.stock;
        let (hearing_type, hearing_location) = match hearing {
            true => self.dice.pick(&stock.hearing_places).clone(),
            false => Default::default(),
        };
        let row = rows::CriticalDate {
            created_at: at,
            modified_at: at,
            kind: kind.to_owned(),
            date,
            notes: stock.dates.get(kind).cloned().unwrap_or_default(),
            is_reviewed: self.dice.chance(60),
            issue_id: self.cast.issue_id,
            hearing_location,
            hearing_type,
        };
        let by = self.cast.paralegal.unwrap_or(self.cast.coordinator);
        let about = About::Date(DateEntry { row, by: by.id, by_email: by.email.clone() });
        self.push(self.note("EVENT", String::new(), None, at), about);
    }
}
