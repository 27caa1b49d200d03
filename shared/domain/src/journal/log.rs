//! The original's audit log (table `auditlog_logentry`): who changed which fields of a critical
//! date or an account, and when.

use chrono::{DateTime, Utc};
use clerk_store::db::{Connection, schema::auditlog_logentry};
use diesel::{ExpressionMethods, insert_into};
use diesel_async::RunQueryDsl;
use serde_json::Value;

use super::{Changes, content_type};
use crate::{access::Account, error::Result};

/// What was done to a row: `auditlog_logentry.action`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// It was made.
    Create = 0,
    /// It was changed.
    Update = 1,
    /// It was deleted.
    Delete = 2,
}

/// The row that an entry is about.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The original's names of application and model: `("core", "issuedate")`.
    pub model: (&'static str, &'static str),
    /// Key of the row.
    pub id: i32,
    /// How people name it: the original's text for it.
    pub name: String,
    /// The whole row after the change, for models of which the original keeps it.
    pub data: Option<Value>,
}

/// Writes an entry on the caller's connection and returns its id; `None` when nothing changed.
pub async fn record(
    conn: &mut Connection,
    actor: &Account,
    action: Action,
    subject: Subject,
    changes: Changes,
    now: DateTime<Utc>,
) -> Result<Option<i32>> {
    if changes.is_empty() {
        return Ok(None);
    }
    let (app, model) = subject.model;
    let content_type = content_type(conn, app, model).await?;
    let id = insert_into(auditlog_logentry::table)
        .values((
            auditlog_logentry::object_pk.eq(subject.id.to_string()),
            auditlog_logentry::object_id.eq(i64::from(subject.id)),
            auditlog_logentry::object_repr.eq(subject.name),
            auditlog_logentry::action.eq(action as i16),
            auditlog_logentry::changes.eq(Value::from(changes)),
            auditlog_logentry::timestamp.eq(now),
            auditlog_logentry::actor_id.eq(actor.id),
            auditlog_logentry::content_type_id.eq(content_type),
            auditlog_logentry::serialized_data.eq(subject.data),
            auditlog_logentry::changes_text.eq(""),
            auditlog_logentry::actor_email.eq(&actor.email),
        ))
        .returning(auditlog_logentry::id)
        .get_result(conn)
        .await?;
    Ok(Some(id))
}
