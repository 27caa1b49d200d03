//! A note on the wire.

use chrono::{DateTime, Utc};
use clerk_base::{text::title, urls};
use clerk_domain::{
    accounts::Profile,
    notes::{self, NewNote},
    vocabulary::notes::WRITTEN_TYPE,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    drf::{
        body::{Body, OPTIONAL, REQUIRED},
        date,
    },
    user::User,
};
use crate::error::{ApiError, ApiResult};

/// A note to write.
#[derive(ToSchema)]
#[schema(as = IssueNoteCreate)]
pub struct NoteCreate {
    /// `REVIEW` and `PERFORMANCE` are for coordinators and better.
    pub note_type: String,
    /// At most 4096 characters.
    pub text: Option<String>,
    /// ISO 8601, such as the time of the next review.
    pub event: Option<String>,
}

/// Reads a note to write.
///
/// # Errors
/// 400 with everything wrong.
pub fn read(mut body: Body) -> ApiResult<NewNote> {
    let note_type = body.choice("note_type", WRITTEN_TYPE, REQUIRED).value();
    let text = body.text("text", 4096, OPTIONAL.or_blank()).value().unwrap_or_default();
    let event = body.instant("event", OPTIONAL.blank_is_null()).value();
    body.finish()?;
    // A missing type has been reported.
    let note_type = note_type.ok_or_else(|| ApiError::Validation(Vec::new()))?;
    Ok(NewNote { note_type, text, event })
}

/// A note on a case.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = IssueNote)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct Note {
    pub id: i32,
    pub creator: Option<Creator>,
    pub note_type: String,
    pub text: String,
    pub text_display: String,
    pub created_at: String,
    pub event: Option<String>,
    pub reviewee: Option<Reviewee>,
}

/// Who wrote it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = IssueNoteCreator)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct Creator {
    pub id: i32,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub full_name: String,
    pub url: String,
}

impl Note {
    /// A note as of now.
    #[must_use]
    pub fn new(it: notes::Note, now: DateTime<Utc>) -> Self {
        Self {
            id: it.id,
            creator: it.creator.as_ref().map(Creator::from),
            note_type: it.note_type,
            text: it.text,
            text_display: it.text_display,
            created_at: date::hour(it.created_at),
            event: it.event.map(date::iso),
            reviewee: it.reviewee.map(|it| Reviewee::new(&it, now)),
        }
    }
}

impl From<&Profile> for Creator {
    fn from(it: &Profile) -> Self {
        Self {
            id: it.user.id,
            first_name: it.user.first_name.clone(),
            last_name: it.user.last_name.clone(),
            email: it.user.email.clone(),
            full_name: title(&it.full_name()),
            url: urls::account(it.user.id),
        }
    }
}

/// Whom a performance review is about. The front end expects an object even where there is nobody;
/// the original sent an empty form then, without the computed fields.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Reviewee {
    /// An account.
    Known(Box<User>),
    /// The empty form.
    #[expect(missing_docs, reason = "the fields are those of the API document")]
    Nobody {
        first_name: &'static str,
        last_name: &'static str,
        email: &'static str,
        case_capacity: Option<i32>,
        is_intern: bool,
        is_active: bool,
        #[schema(value_type = Vec<String>)]
        groups: [&'static str; 0],
    },
}

impl Reviewee {
    fn new(it: &notes::Reviewee, now: DateTime<Utc>) -> Self {
        match it {
            notes::Reviewee::Known(profile) => Self::Known(Box::new(User::new(profile, now))),
            notes::Reviewee::Nobody => Self::Nobody {
                first_name: "",
                last_name: "",
                email: "",
                case_capacity: None,
                is_intern: false,
                is_active: false,
                groups: [],
            },
        }
    }
}
