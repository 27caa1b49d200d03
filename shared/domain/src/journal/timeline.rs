//! Notes that Clerk writes in the timeline of a case (table `core_issuenote`). What people write is
//! in [`crate::notes`].

use chrono::{DateTime, Utc};
use clerk_store::db::{
    Connection,
    schema::{core_issuenote, django_content_type},
};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, insert_into};
use diesel_async::RunQueryDsl;
use minijinja::context;
use uuid::Uuid;

use super::content_type;
use crate::{error::Result, templates, vocabulary::notes::NoteType};

/// What an event note points to, and its key. The text is made when the note is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// `core_issueevent`: another stage, another assignment, closed or opened again.
    Case(i32),
    /// `core_serviceevent`: a service was added, changed or deleted.
    Service(i32),
    /// `core_auditevent`: an entry of the audit log, today always of a critical date.
    Audit(i32),
}

impl Event {
    /// The event of a key in a model of the original's application `core`, when notes point to
    /// such.
    #[must_use]
    pub fn of(model: &str, id: i32) -> Option<Self> {
        [Self::Case(id), Self::Service(id), Self::Audit(id)]
            .into_iter()
            .find(|event| event.model() == model)
    }

    const fn model(self) -> &'static str {
        match self {
            Self::Case(_) => "issueevent",
            Self::Service(_) => "serviceevent",
            Self::Audit(_) => "auditevent",
        }
    }

    const fn id(self) -> i32 {
        match self {
            Self::Case(id) | Self::Service(id) | Self::Audit(id) => id,
        }
    }
}

/// Adds a note that tells of an event.
pub async fn add_event(
    conn: &mut Connection,
    case: Uuid,
    event: Event,
    now: DateTime<Utc>,
) -> Result<()> {
    let content_type = content_type(conn, "core", event.model()).await?;
    insert_into(core_issuenote::table)
        .values((
            core_issuenote::created_at.eq(now),
            core_issuenote::modified_at.eq(now),
            core_issuenote::issue_id.eq(case),
            core_issuenote::note_type.eq(NoteType::Event),
            core_issuenote::text.eq(""),
            core_issuenote::content_type_id.eq(content_type),
            core_issuenote::object_id.eq(event.id()),
        ))
        .execute(conn)
        .await?;
    Ok(())
}

/// What happened with an email, of this id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmailNote {
    /// It went out.
    Sent(i32),
    /// It came in.
    Received(i32),
}

/// Adds a note that tells of an email, which stands in the timeline at `at`. A database that does
/// not know the original's model of emails gets a note that points to nothing.
pub async fn add_email(
    conn: &mut Connection,
    case: Uuid,
    email: EmailNote,
    at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<()> {
    let (id, template) = match email {
        EmailNote::Sent(id) => (id, "email/sent_note.txt"),
        EmailNote::Received(id) => (id, "email/received_note.txt"),
    };
    let content_type: Option<i32> = django_content_type::table
        .filter(django_content_type::app_label.eq("emails"))
        .filter(django_content_type::model.eq("email"))
        .select(django_content_type::id)
        .first(conn)
        .await
        .optional()?;
    insert_into(core_issuenote::table)
        .values((
            core_issuenote::created_at.eq(at),
            core_issuenote::modified_at.eq(now),
            core_issuenote::issue_id.eq(case),
            core_issuenote::note_type.eq(NoteType::Email),
            core_issuenote::text.eq(templates::render(template, context! {})?),
            core_issuenote::content_type_id.eq(content_type),
            core_issuenote::object_id.eq(content_type.map(|_| id)),
        ))
        .execute(conn)
        .await?;
    Ok(())
}
