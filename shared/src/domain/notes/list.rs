//! Loading the notes of a case.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::{ExpressionMethods, QueryDsl, SelectableHelper};
use diesel_async::RunQueryDsl;
use futures_util::try_join;
use uuid::Uuid;

use super::{
    Note, Reviewee,
    choices::{EVENT, FOR_COORDINATORS, FOR_PARALEGALS, PERFORMANCE},
    events::{Events, Target},
};
use crate::{
    db::{
        Connection,
        schema::{core_issuenote, django_content_type},
    },
    domain::accounts::{Account, Profile, Role, profiles},
    error::Result,
};

#[derive(diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = core_issuenote, check_for_backend(diesel::pg::Pg))]
struct Row {
    id: i32,
    note_type: String,
    text: String,
    created_at: DateTime<Utc>,
    event: Option<DateTime<Utc>>,
    creator_id: Option<i32>,
    content_type_id: Option<i32>,
    object_id: Option<i32>,
}

/// The notes of a case that the account may read, newest first: reviews are for coordinators and
/// better. For callers who have checked access to the case. Eight queries, or fewer.
///
/// # Errors
/// Fails when the database does.
pub async fn of_case(conn: &mut Connection, account: &Account, case: Uuid) -> Result<Vec<Note>> {
    let mut types = FOR_PARALEGALS.to_vec();
    if account.role.is_at_least(Role::Coordinator) {
        types.extend(FOR_COORDINATORS);
    }
    let conn = &*conn;
    let (mut a, mut b) = (conn, conn);
    let (rows, models): (Vec<Row>, Vec<(i32, String)>) = try_join!(
        core_issuenote::table
            .filter(core_issuenote::issue_id.eq(case))
            .filter(core_issuenote::note_type.eq_any(types))
            .order((core_issuenote::created_at.desc(), core_issuenote::id.desc()))
            .select(Row::as_select())
            .load(&mut a),
        django_content_type::table
            .filter(django_content_type::app_label.eq_any(["core", "accounts"]))
            .select((django_content_type::id, django_content_type::model))
            .load(&mut b),
    )?;
    let models: HashMap<i32, String> = models.into_iter().collect();
    let target = |row: &Row| {
        Some(Target { model: models.get(&row.content_type_id?)?.as_str(), id: row.object_id? })
    };

    let events = Events::load(conn, rows.iter().filter_map(target)).await?;
    let reviewees = rows.iter().filter_map(reviewee_id);
    let creators = rows.iter().filter_map(|row| row.creator_id);
    let users = profiles(conn, creators.chain(reviewees).chain(events.user_ids())).await?;

    rows.iter()
        .map(|row| {
            let story = match target(row) {
                Some(target) if row.note_type == EVENT => events.story(target, &users)?,
                _ => None,
            };
            Ok(Note {
                id: row.id,
                note_type: row.note_type.clone(),
                text: row.text.clone(),
                text_display: story.unwrap_or_else(|| row.text.clone()),
                created_at: row.created_at,
                event: row.event,
                creator: row.creator_id.and_then(|id| users.get(&id)).cloned(),
                reviewee: reviewee(row, &users),
            })
        })
        .collect()
}

fn reviewee_id(row: &Row) -> Option<i32> {
    row.object_id.filter(|_| row.note_type == PERFORMANCE)
}

fn reviewee(row: &Row, users: &HashMap<i32, Profile>) -> Option<Reviewee> {
    (row.note_type == PERFORMANCE).then(|| {
        let known = reviewee_id(row).and_then(|id| users.get(&id));
        known.map_or(Reviewee::Nobody, |user| Reviewee::Known(Box::new(user.clone())))
    })
}
