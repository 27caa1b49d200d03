//! Notes.

use chrono::{DateTime, Utc};
use clerk_base::{text::title, urls};
use clerk_domain::{
    accounts::Profile,
    notes,
    vocabulary::notes::{NoteType, WRITTEN_TYPE},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    accounts::User,
    format::{
        date,
        field::{choice, instant, text},
        input::input,
        output::output,
    },
};

output! {
    /// A note on a case, as of now.
    #[schema(as = IssueNote)]
    #[expect(missing_docs, reason = "the fields are those of the API document")]
    pub struct Note = new(note: notes::Note, now: DateTime<Utc>) {
        id: i32,
        creator: Option<Creator> = creator.as_ref().map(Creator::from),
        note_type: String = note_type.into(),
        text: String,
        text_display: String,
        created_at: String = date::hour(created_at),
        event: Option<String> = event.map(date::iso),
        reviewee: Option<Reviewee> = reviewee.map(|reviewee| Reviewee::new(&reviewee, now)),
    }
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

impl From<&Profile> for Creator {
    fn from(profile: &Profile) -> Self {
        Self {
            id: profile.user.id,
            first_name: profile.user.first_name.clone(),
            last_name: profile.user.last_name.clone(),
            email: profile.user.email.clone(),
            full_name: title(&profile.full_name()),
            url: urls::account(profile.user.id),
        }
    }
}

impl Reviewee {
    fn new(reviewee: &notes::Reviewee, now: DateTime<Utc>) -> Self {
        match reviewee {
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

input! {
    fields {
        /// `REVIEW` and `PERFORMANCE` are for coordinators and better.
        note_type: choice(WRITTEN_TYPE).map(NoteType::from).required(),
        /// At most 4096 characters.
        text: text(4096).or_blank(),
        /// ISO 8601, such as the time of the next review.
        event: instant().blank_is_null(),
    }

    /// A note to write.
    create NewNote as "IssueNoteCreate" => notes::NewNote;
}
