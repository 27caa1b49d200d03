//! Adding notes.

use chrono::{DateTime, Utc};
use clerk_store::db::{Connection, schema::core_issuenote};
use diesel::{ExpressionMethods, Insertable, SelectableHelper, insert_into};
use diesel_async::{AsyncConnection, RunQueryDsl};
use uuid::Uuid;

use super::{
    Note,
    assemble::{Row, assemble},
    rules::may_write,
};
use crate::{
    access,
    access::Account,
    error::{DomainError, Result},
    journal::content_type,
    vocabulary::notes::NoteType,
};

/// A note that somebody writes.
#[derive(Clone, Debug)]
pub struct NewNote {
    /// One that people write: [`crate::vocabulary::notes::WRITTEN_TYPE`].
    pub note_type: NoteType,
    /// What it says.
    pub text: String,
    /// The point in time that it is about.
    pub event: Option<DateTime<Utc>>,
}

#[derive(Insertable, Default)]
#[diesel(table_name = core_issuenote)]
struct NewRow<'a> {
    issue_id: Uuid,
    note_type: NoteType,
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
    actor: &Account,
    case: Uuid,
    note: NewNote,
    now: DateTime<Utc>,
) -> Result<Note> {
    let row = conn.transaction(async |conn| create_in(conn, actor, case, note, now).await).await?;
    assemble(conn, vec![row]).await?.pop().ok_or(DomainError::NotFound)
}

async fn create_in(
    conn: &mut Connection,
    actor: &Account,
    case: Uuid,
    note: NewNote,
    now: DateTime<Utc>,
) -> Result<Row> {
    let case = access::lock(conn, actor, case).await?;
    if !may_write(actor, &note.note_type) {
        return Err(DomainError::forbidden());
    }
    let reviewee = case.paralegal_id.filter(|_| note.note_type == NoteType::Performance);
    let content_type = match reviewee {
        Some(_) => Some(content_type(conn, "accounts", "user").await?),
        None => None,
    };
    let row = NewRow {
        issue_id: case.id,
        note_type: note.note_type,
        text: &note.text,
        event: note.event,
        creator_id: Some(actor.id),
        content_type_id: content_type,
        object_id: reviewee,
    };
    insert(conn, row, now).await
}

async fn insert(conn: &mut Connection, row: NewRow<'_>, at: DateTime<Utc>) -> Result<Row> {
    let row = insert_into(core_issuenote::table)
        .values((core_issuenote::created_at.eq(at), core_issuenote::modified_at.eq(at), row))
        .returning(Row::as_returning())
        .get_result(conn)
        .await?;
    Ok(row)
}
