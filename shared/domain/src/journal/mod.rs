//! What is kept of each change: an entry of the audit log, which says who changed which fields, and
//! a note in the timeline of the case, which tells people. Records write both on the connection of
//! the change, so that nothing changes without them.

mod timeline;

use chrono::{DateTime, Utc};
use clerk_store::db::{
    Connection,
    schema::{auditlog_logentry, django_content_type},
};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, insert_into};
use diesel_async::RunQueryDsl;
use serde_json::{Map, Value, json};

use crate::{
    access::Account,
    error::{DomainError, Result},
};

pub use timeline::{EmailNote, Event, add_email, add_event};

/// Old and new value of each field that changed: `{"notes": ["", "Bring the lease"]}`. Numbers,
/// truth and texts are themselves, days are `YYYY-MM-DD`, instants `YYYY-MM-DD hh:mm:ss.ffffff` in
/// UTC.
#[derive(Clone, Debug, Default)]
pub struct Changes(Map<String, Value>);

impl Changes {
    /// No field yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a field, if it changed. Null stands for the row that is not there before it is made and
    /// after it is deleted.
    #[must_use]
    pub fn field(mut self, name: &str, old: impl Into<Value>, new: impl Into<Value>) -> Self {
        let (old, new) = (old.into(), new.into());
        if old != new {
            self.0.insert(name.to_owned(), json!([old, new]));
        }
        self
    }

    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a field changed.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}

impl From<Changes> for Value {
    fn from(changes: Changes) -> Self {
        Self::Object(changes.0)
    }
}

/// `django_content_type.id` of a model of an application: `("core", "issuedate")`.
///
/// # Errors
/// [`DomainError::Fatal`] when the database does not know the model.
pub async fn content_type(conn: &mut Connection, app: &str, model: &str) -> Result<i32> {
    django_content_type::table
        .filter(django_content_type::app_label.eq(app))
        .filter(django_content_type::model.eq(model))
        .select(django_content_type::id)
        .first(conn)
        .await
        .optional()?
        .ok_or_else(|| DomainError::Fatal(format!("there is no content type {app}.{model}")))
}

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
