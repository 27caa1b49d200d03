//! What somebody writes into a draft.

/// The fields of a draft that people write. What is `None` stays as it is; in a new draft it is
/// empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Whom it is for. May be blank until it is sent.
    pub to: Option<String>,
    /// Who gets a copy.
    pub cc: Option<Vec<String>>,
    /// Its subject.
    pub subject: Option<String>,
    /// Its plain text.
    pub text: Option<String>,
    /// Its body in HTML, without the frame of our mails.
    pub html: Option<String>,
    /// Whether it is finished, and to be sent.
    pub is_ready: bool,
}
