//! A note as it is shown.

use chrono::{DateTime, Utc};

use crate::{accounts::Profile, vocabulary::notes::NoteType};

/// A note on a case.
#[derive(Clone, Debug)]
pub struct Note {
    /// Key.
    pub id: i32,
    /// What kind of note it is.
    pub note_type: NoteType,
    /// What was written; blank for events.
    pub text: String,
    /// What is shown: the text, or the story of an event, which may be HTML.
    pub text_display: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// A point in time that the note is about, such as the next review.
    pub event: Option<DateTime<Utc>>,
    /// Who wrote it; nobody for events and emails.
    pub creator: Option<Profile>,
    /// Whom a performance review is about.
    pub reviewee: Option<Reviewee>,
}

/// Whom a performance review is about.
#[derive(Clone, Debug)]
pub enum Reviewee {
    /// An account.
    Known(Box<Profile>),
    /// The case had no paralegal when the review was written.
    Nobody,
}
