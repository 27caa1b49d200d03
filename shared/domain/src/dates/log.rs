//! What is kept of a change of a date: an entry of the audit log, and a note in the timeline.

use chrono::{DateTime, Timelike, Utc};
use clerk_store::db::{Connection, schema::core_auditevent};
use diesel::{ExpressionMethods, insert_into};
use diesel_async::RunQueryDsl;
use serde_json::{Value, json};

use super::DateRow;
use crate::{
    access::Account,
    error::Result,
    journal::{self, Action, Changes, Event, Subject},
};

/// Records a change of a date on the connection of the change: from nothing to a row when it is made,
/// from a row to nothing when it is deleted. Nothing is recorded when nothing changed.
pub async fn record(
    conn: &mut Connection,
    actor: &Account,
    before: Option<&DateRow>,
    after: Option<&DateRow>,
    now: DateTime<Utc>,
) -> Result<()> {
    let action = match (before, after) {
        (None, _) => Action::Create,
        (Some(_), Some(_)) => Action::Update,
        (Some(_), None) => Action::Delete,
    };
    let Some(row) = after.or(before) else { return Ok(()) };
    let subject = Subject {
        model: ("core", "issuedate"),
        id: row.id,
        name: format!("IssueDate object ({})", row.id),
        data: Some(serialized(row)),
    };
    let changes = changes(before, after);
    let Some(entry) = journal::record(conn, actor, action, subject, changes, now).await? else {
        return Ok(());
    };
    let event: i32 = insert_into(core_auditevent::table)
        .values(core_auditevent::log_entry_id.eq(entry))
        .returning(core_auditevent::id)
        .get_result(conn)
        .await?;
    journal::add_event(conn, row.issue_id, Event::Audit(event), now).await
}

/// The columns that the original logs, in its words.
fn logged(row: &DateRow) -> [(&'static str, Value); 8] {
    [
        ("id", json!(row.id)),
        ("date", json!(row.date.format("%Y-%m-%d").to_string())),
        ("type", json!(row.type_.code())),
        ("issue", json!(row.issue_id)),
        ("notes", json!(row.notes)),
        ("is_reviewed", json!(row.is_reviewed)),
        ("hearing_type", json!(row.hearing_type)),
        ("hearing_location", json!(row.hearing_location)),
    ]
}

fn changes(before: Option<&DateRow>, after: Option<&DateRow>) -> Changes {
    let values = |row: Option<&DateRow>| {
        row.map_or_else(|| std::array::from_fn(|_| ("", Value::Null)), logged)
    };
    let (old, new) = (values(before), values(after));
    old.into_iter().zip(new).fold(Changes::new(), |changes, ((a, old), (b, new))| {
        changes.field(if a.is_empty() { b } else { a }, old, new)
    })
}

/// The whole row as the original's serializer writes it.
fn serialized(row: &DateRow) -> Value {
    let mut fields: serde_json::Map<String, Value> = logged(row)
        .into_iter()
        .filter(|(name, _)| *name != "id")
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    fields.insert("created_at".to_owned(), json!(instant(row.created_at)));
    fields.insert("modified_at".to_owned(), json!(instant(row.modified_at)));
    json!({ "pk": row.id, "model": "core.issuedate", "fields": fields })
}

/// ISO 8601 in UTC, with milliseconds unless it is a whole second.
fn instant(at: DateTime<Utc>) -> String {
    let is_whole = at.nanosecond() / 1000 == 0;
    at.format(if is_whole { "%Y-%m-%dT%H:%M:%SZ" } else { "%Y-%m-%dT%H:%M:%S%.3fZ" }).to_string()
}
