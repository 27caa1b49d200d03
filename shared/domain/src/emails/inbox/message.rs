//! A message that has come in.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde_json::Value;

use super::addresses;
use crate::emails::threads::unfold;

/// A file that came with a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// What the sender calls it, not to be trusted; may be empty.
    pub name: String,
    /// What the sender says that it is; may be empty.
    pub content_type: String,
    /// What the HTML of the message calls it, without angle brackets.
    pub content_id: Option<String>,
    /// The bytes.
    pub bytes: Bytes,
}

/// A message as the mail provider posted it.
#[derive(Clone, Debug, Default)]
pub struct Message {
    /// The fields of the post as text, with the provider's names: `from`, `to`, `subject`, `text`...
    pub fields: BTreeMap<String, String>,
    /// The files.
    pub files: Vec<File>,
    headers: Vec<(String, String)>,
}

/// The ids in a message's headers, without angle brackets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MessageIds {
    /// Its own.
    pub message_id: Option<String>,
    /// What it answers.
    pub in_reply_to: Vec<String>,
    /// The thread that it belongs to, oldest first.
    pub references: Vec<String>,
}

impl Message {
    /// The message of the fields that the database keeps, without its files.
    #[must_use]
    pub fn of_fields(fields: BTreeMap<String, String>) -> Self {
        let mut message = Self { fields, ..Self::default() };
        message.read_headers();
        message
    }

    /// A field, empty when it is missing.
    #[must_use]
    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    /// The values of a header, by its name in small letters.
    pub fn header(&self, name: &str) -> impl Iterator<Item = &str> {
        self.headers.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Where the mail server delivered it, whatever its headers say.
    #[must_use]
    pub fn envelope_to(&self) -> Vec<String> {
        let envelope: Value = serde_json::from_str(self.field("envelope")).unwrap_or_default();
        let to = envelope.get("to");
        let list = to.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        let one = to.and_then(Value::as_str);
        list.chain(one).flat_map(addresses::bare).collect()
    }

    /// Whom the headers say that it is for: `to`, then `cc`.
    #[must_use]
    pub fn addressees(&self) -> Vec<String> {
        [self.field("to"), self.field("cc")].into_iter().flat_map(addresses::bare).collect()
    }

    /// The sender's bare address: the one that the mail server saw, else the one in the header, since
    /// a bounce has no other.
    #[must_use]
    pub fn sender(&self) -> String {
        let envelope: Value = serde_json::from_str(self.field("envelope")).unwrap_or_default();
        let from = envelope.get("from").and_then(Value::as_str).unwrap_or_default();
        let found = [from, self.field("from")].into_iter().flat_map(addresses::bare).next();
        found.unwrap_or_default()
    }

    /// Whether the mail server got no sender: bounces come without one.
    #[must_use]
    pub fn has_null_sender(&self) -> bool {
        let envelope: Value = serde_json::from_str(self.field("envelope")).unwrap_or_default();
        let from = envelope.get("from").and_then(Value::as_str);
        from.is_some_and(|from| matches!(from.trim(), "" | "<>"))
    }

    /// The ids by which mail programs make threads.
    #[must_use]
    pub fn ids(&self) -> MessageIds {
        let ids = |name| self.header(name).flat_map(message_ids).collect::<Vec<_>>();
        MessageIds {
            message_id: ids("message-id").into_iter().next(),
            in_reply_to: ids("in-reply-to"),
            references: ids("references"),
        }
    }

    /// Reads the field of this name, which is all headers.
    pub(super) fn read_headers(&mut self) {
        self.headers = unfold(self.field("headers")).collect();
    }
}

/// An id without its brackets and without what a database or page would stumble over.
pub fn trim_id(id: &str) -> String {
    let id = id.trim().trim_start_matches('<').trim_end_matches('>');
    id.chars().filter(|letter| !letter.is_control()).collect()
}

fn message_ids(header: &str) -> Vec<String> {
    let words =
        header.split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | '<' | '>'));
    words.map(trim_id).filter(|id| id.contains('@')).collect()
}
