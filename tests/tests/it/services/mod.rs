//! Services of a case.

mod create;
mod delete;
mod list;
mod update;

use clerk_tests::TestDb;
use serde_json::{Value, json};
use uuid::Uuid;

fn url(case: Uuid) -> String {
    format!("/clerk/api/case/{case}/services/")
}

fn one(case: Uuid, id: &Value) -> String {
    format!("{}{id}/", url(case))
}

fn discrete() -> Value {
    json!({"category": "DISCRETE", "type": "LEGAL_TASK", "started_at": "25/03/2026", "count": 3,
           "notes": "<b>Bold</b>"})
}

fn ongoing() -> Value {
    json!({"category": "ONGOING", "type": "LEGAL_SUPPORT", "started_at": "2026-03-25",
           "finished_at": "01/04/2026"})
}

/// The events of services: what was done, by whom, and the service as it was then.
async fn events(db: &TestDb) -> Vec<(String, i32, Value)> {
    let sql = "SELECT event_type, user_id, service_at_event FROM core_serviceevent ORDER BY id";
    let rows = db.query(sql, &[]).await;
    rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect()
}
