//! What answers are made of.

use serde::Serialize;
use utoipa::ToSchema;

/// One value of a list.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChoiceDisplay {
    /// What to show; the value itself when the list does not know it.
    pub label: String,
    /// What was answered.
    pub value: String,
}

/// Yes or no, or something else that was answered instead.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct BooleanYesNo {
    /// `Yes`, `No`, or the answer.
    pub label: String,
    /// Whether the answer says something other than no.
    pub value: bool,
}

/// Something that was uploaded.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SubmissionFile {
    /// Name for people.
    pub name: Option<String>,
    /// Where to get it. Null when the address that came with it is none of a website.
    pub url: Option<String>,
}

/// A whole number, or what was answered instead.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Amount {
    /// A number.
    Number(i64),
    /// Something else.
    Text(String),
}
