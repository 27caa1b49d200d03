//! Adding to notes what they are about, in as many queries for fifty as for one.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use clerk_store::db::{
    Connection,
    schema::{core_issuenote, django_content_type},
};
use diesel::{ExpressionMethods, QueryDsl};
use diesel_async::RunQueryDsl;

use super::{Note, Reviewee, events::Events, text};
use crate::{
    accounts::{Profile, profiles},
    error::Result,
    journal::Event,
    vocabulary::notes::NoteType,
};

/// Columns of `core_issuenote`.
#[derive(diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = core_issuenote, check_for_backend(diesel::pg::Pg))]
pub(super) struct Row {
    id: i32,
    note_type: NoteType,
    text: String,
    created_at: DateTime<Utc>,
    event: Option<DateTime<Utc>>,
    creator_id: Option<i32>,
    content_type_id: Option<i32>,
    object_id: Option<i32>,
}

/// Adds creators, reviewees and the stories of events to notes, keeping their order. Seven queries at
/// most.
pub(super) async fn assemble(conn: &Connection, rows: Vec<Row>) -> Result<Vec<Note>> {
    let mut models_of = conn;
    let models: Vec<(i32, String)> = django_content_type::table
        .filter(django_content_type::app_label.eq_any(["core", "accounts"]))
        .select((django_content_type::id, django_content_type::model))
        .load(&mut models_of)
        .await?;
    let models: HashMap<i32, String> = models.into_iter().collect();
    let event = |row: &Row| Event::of(models.get(&row.content_type_id?)?, row.object_id?);

    let events = Events::load(conn, rows.iter().filter_map(event)).await?;
    let reviewees = rows.iter().filter_map(reviewee_id);
    let creators = rows.iter().filter_map(|row| row.creator_id);
    let users = profiles(conn, creators.chain(reviewees).chain(events.user_ids())).await?;

    rows.iter()
        .map(|row| {
            let story = match event(row) {
                Some(event) if row.note_type == NoteType::Event => {
                    text::story(&events, event, &users)?
                }
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
    row.object_id.filter(|_| row.note_type == NoteType::Performance)
}

fn reviewee(row: &Row, users: &HashMap<i32, Profile>) -> Option<Reviewee> {
    (row.note_type == NoteType::Performance).then(|| {
        let known = reviewee_id(row).and_then(|id| users.get(&id));
        known.map_or(Reviewee::Nobody, |user| Reviewee::Known(Box::new(user.clone())))
    })
}
