//! Adding notes.

use chrono::{DateTime, Utc};
use clerk_store::db::{Connection, schema::core_issuenote};
use diesel::{ExpressionMethods, Insertable, SelectableHelper, insert_into};
use diesel_async::{AsyncConnection, RunQueryDsl};
use uuid::Uuid;

use super::{
    Note,
    assemble::{Row, assemble},
};
use crate::{
    access,
    access::{Account, Role},
    audit::content_type,
    error::{DomainError, Result},
    vocabulary::notes::{EVENT, FOR_COORDINATORS, PERFORMANCE},
};

/// A note that somebody writes.
#[derive(Clone, Debug)]
pub struct NewNote {
    /// A value of [`crate::vocabulary::notes::WRITTEN_TYPE`].
    pub note_type: String,
    /// What it says.
    pub text: String,
    /// The point in time that it is about.
    pub event: Option<DateTime<Utc>>,
}

#[derive(Insertable, Default)]
#[diesel(table_name = core_issuenote)]
struct NewRow<'a> {
    issue_id: Uuid,
    note_type: &'a str,
    text: &'a str,
    event: Option<DateTime<Utc>>,
    creator_id: Option<i32>,
    content_type_id: Option<i32>,
    object_id: Option<i32>,
}

/// Adds a note to a case and returns it. A performance review is about the paralegal whom the case
/// has then, or about nobody.
///
/// # Errors
/// As [`access::case`]; 403 below coordinator for reviews, which those who may write them are the only
/// ones to read.
pub async fn create(
    conn: &mut Connection,
    account: &Account,
    case: Uuid,
    note: NewNote,
    now: DateTime<Utc>,
) -> Result<Note> {
    let row =
        conn.transaction(async |conn| create_in(conn, account, case, note, now).await).await?;
    assemble(conn, vec![row]).await?.pop().ok_or(DomainError::NotFound)
}

async fn create_in(
    conn: &mut Connection,
    account: &Account,
    case: Uuid,
    note: NewNote,
    now: DateTime<Utc>,
) -> Result<Row> {
    let case = access::lock(conn, account, case).await?;
    let is_for_coordinators = FOR_COORDINATORS.contains(&note.note_type.as_str());
    if is_for_coordinators && !account.role.is_at_least(Role::Coordinator) {
        return Err(DomainError::forbidden());
    }
    let reviewee = case.paralegal_id.filter(|_| note.note_type == PERFORMANCE);
    let content_type = match reviewee {
        Some(_) => Some(content_type(conn, "accounts", "user").await?),
        None => None,
    };
    let row = NewRow {
        issue_id: case.id,
        note_type: &note.note_type,
        text: &note.text,
        event: note.event,
        creator_id: Some(account.id),
        content_type_id: content_type,
        object_id: reviewee,
    };
    insert(conn, row, now).await
}

/// Adds a note that tells of an event: a row of a model of the original's application `core`.
///
/// # Errors
/// Fails when the database does.
pub async fn add_event(
    conn: &mut Connection,
    case: Uuid,
    model: &str,
    event: i32,
    at: DateTime<Utc>,
) -> Result<()> {
    let row = NewRow {
        issue_id: case,
        note_type: EVENT,
        content_type_id: Some(content_type(conn, "core", model).await?),
        object_id: Some(event),
        ..NewRow::default()
    };
    insert(conn, row, at).await.map(|_| ())
}

async fn insert(conn: &mut Connection, row: NewRow<'_>, at: DateTime<Utc>) -> Result<Row> {
    let row = insert_into(core_issuenote::table)
        .values((core_issuenote::created_at.eq(at), core_issuenote::modified_at.eq(at), row))
        .returning(Row::as_returning())
        .get_result(conn)
        .await?;
    Ok(row)
}
