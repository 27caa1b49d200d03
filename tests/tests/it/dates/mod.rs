//! Critical dates.

mod create;
mod delete;
mod list;
mod update;

use chrono::{DateTime, Utc};
use clerk_tests::{TestApp, TestDb};
use serde_json::{Value, json};
use uuid::Uuid;

const URL: &str = "/clerk/api/date/";

/// An application whose clock stands at the evening of 31 May in UTC, when it is 1 June in Melbourne.
async fn start() -> TestApp {
    TestApp::builder().at(now()).start().await
}

fn now() -> DateTime<Utc> {
    "2026-05-31T20:00:00.123456Z".parse().unwrap()
}

fn one(id: &Value) -> String {
    format!("{URL}{id}/")
}

fn body(case: Uuid) -> Value {
    json!({"issue_id": case, "type": "LIMITATION", "date": "2026-06-01", "notes": "<b>Soon</b>"})
}

fn hearing(case: Uuid) -> Value {
    json!({"issue_id": case, "type": "HEARING_LISTED", "date": "02/06/2026",
           "hearing_type": "VIRTUAL", "hearing_location": "<p>Online</p>"})
}

fn with(mut body: Value, key: &str, value: Value) -> Value {
    body[key] = value;
    body
}

/// The log: each entry with the note about it.
async fn log(db: &TestDb) -> Vec<Value> {
    let rows = db
        .query(
            "SELECT to_jsonb(entry) - 'id' - 'content_type_id' || jsonb_build_object( \
               'model', type.app_label || '.' || type.model, 'note_case', note.issue_id, \
               'is_note_fine', note.note_type = 'EVENT' AND note.creator_id IS NULL \
                 AND note.created_at = entry.timestamp) \
             FROM auditlog_logentry entry \
             JOIN django_content_type type ON type.id = entry.content_type_id \
             JOIN core_auditevent event ON event.log_entry_id = entry.id \
             JOIN core_issuenote note ON note.object_id = event.id AND note.content_type_id = \
               (SELECT id FROM django_content_type WHERE model = 'auditevent') \
             ORDER BY entry.id",
            &[],
        )
        .await;
    rows.iter().map(|row| row.get(0)).collect()
}
