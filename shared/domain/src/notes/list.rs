//! Notes of a case, and notes across cases.

use clerk_store::db::{
    Connection,
    schema::{auth_user, core_issue, core_issuenote, django_content_type},
};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, NullableExpressionMethods, QueryDsl,
    SelectableHelper,
    dsl::{exists, select},
};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{
    Note,
    assemble::{Row, assemble},
    rules::readable_types,
};
use crate::{
    access::{Account, Role, visible_to},
    error::{DomainError, Result},
    paging::{PageRequest, Paged},
    vocabulary::notes::NoteType,
};

/// What a list of notes is narrowed to. `None` means: not at all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoteFilter {
    /// Key of the case.
    pub case: Option<Uuid>,
    /// Account id of who wrote it.
    pub creator: Option<i32>,
    /// What kind of note they are.
    pub note_type: Option<NoteType>,
    /// Account id of whom a performance review is about.
    pub reviewee: Option<i32>,
}

/// The notes of a case that the account may read, newest first: reviews are for coordinators and
/// better. For callers who have checked access to the case. Eight queries, or fewer.
pub async fn of_case(conn: &mut Connection, actor: &Account, case: Uuid) -> Result<Vec<Note>> {
    let rows: Vec<Row> = core_issuenote::table
        .filter(core_issuenote::issue_id.eq(case))
        .filter(core_issuenote::note_type.eq_any(readable_types(actor)))
        .order((core_issuenote::created_at.desc(), core_issuenote::id.desc()))
        .select(Row::as_select())
        .load(conn)
        .await?;
    assemble(conn, rows).await
}

/// A page of the notes that the account may read and the filter lets through, newest first; `None`
/// when there is no such page. Below coordinator these are what one wrote oneself and what is on the
/// cases that one may see.
///
/// # Errors
/// `does_not_exist` for a creator who is no account.
pub async fn list(
    conn: &mut Connection,
    actor: &Account,
    filter: &NoteFilter,
    page: PageRequest,
) -> Result<Option<Paged<Note>>> {
    if let Some(id) = filter.creator
        && !select(exists(auth_user::table.find(id))).get_result(conn).await?
    {
        let detail = format!("There is no account {id}.");
        return Err(DomainError::invalid("creator", "does_not_exist", detail));
    }
    let count: i64 = readable(actor, filter).count().get_result(conn).await?;
    let Some(window) = page.window(count) else { return Ok(None) };
    let rows: Vec<Row> = readable(actor, filter)
        .order((core_issuenote::created_at.desc(), core_issuenote::id.desc()))
        .offset(window.offset)
        .limit(window.limit)
        .select(Row::as_select())
        .load(conn)
        .await?;
    Ok(Some(window.page(assemble(conn, rows).await?, count)))
}

fn readable<'a>(
    actor: &Account,
    filter: &'a NoteFilter,
) -> core_issuenote::BoxedQuery<'a, diesel::pg::Pg> {
    let mut notes = core_issuenote::table
        .filter(core_issuenote::note_type.eq_any(readable_types(actor)))
        .into_boxed();
    if !actor.role.is_at_least(Role::Coordinator) {
        let cases = visible_to(actor).select(core_issue::id);
        let is_own = core_issuenote::creator_id.eq(actor.id).assume_not_null();
        notes = notes.filter(is_own.or(core_issuenote::issue_id.eq_any(cases)));
    }
    if let Some(case) = filter.case {
        notes = notes.filter(core_issuenote::issue_id.eq(case));
    }
    if let Some(creator) = filter.creator {
        notes = notes.filter(core_issuenote::creator_id.eq(creator));
    }
    if let Some(note_type) = &filter.note_type {
        notes = notes.filter(core_issuenote::note_type.eq(note_type));
    }
    if let Some(reviewee) = filter.reviewee {
        let accounts = django_content_type::table
            .filter(django_content_type::app_label.eq("accounts"))
            .filter(django_content_type::model.eq("user"))
            .select(django_content_type::id.nullable());
        notes = notes
            .filter(core_issuenote::note_type.eq(NoteType::Performance))
            .filter(core_issuenote::content_type_id.eq_any(accounts))
            .filter(core_issuenote::object_id.eq(reviewee));
    }
    notes
}
