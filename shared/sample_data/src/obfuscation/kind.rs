//! Kinds of columns, and the SQL that hides what is in one.

use diesel::{
    QueryableByName,
    sql_types::{Bool, Integer, Nullable, Text},
};
use serde::Deserialize;

/// A column of a table.
#[derive(QueryableByName)]
pub(super) struct Column {
    /// With its schema.
    #[diesel(sql_type = Text)]
    pub(super) table: String,
    #[diesel(sql_type = Text)]
    pub(super) name: String,
    /// Its type as the standard's catalogue tells it.
    #[diesel(sql_type = Text)]
    pub(super) kind: String,
    #[diesel(sql_type = Nullable<Integer>)]
    pub(super) length: Option<i32>,
    #[diesel(sql_type = Bool)]
    pub(super) nullable: bool,
}

impl Column {
    pub(super) fn quoted(&self) -> String {
        format!("\"{}\"", self.name)
    }
}

/// What a column holds, so what takes its place.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    /// Nothing about a person.
    Keep,
    /// A step of its own sees to it.
    Step,
    /// A choice; other words go.
    Kept,
    Given,
    Family,
    Name,
    Email,
    Emails,
    Username,
    Phone,
    Street,
    Suburb,
    Postcode,
    Address,
    Birthday,
    Language,
    Referrer,
    Note,
    Letter,
    Subject,
    Thread,
    Answers,
    Service,
    Upload,
    Attachment,
    Pdf,
    Secret,
    Blank,
    Null,
}

/// The sample that stands for every uploaded file.
pub(super) const UPLOAD: &str = "file-uploads/sample.pdf";

/// The sample that stands for every attachment.
pub(super) const ATTACHMENT: &str = "email-attachments/sample.pdf";

impl Kind {
    /// The assignment for a column, or nothing when it stays as it is.
    pub(super) fn assignment(self, column: &Column) -> Option<String> {
        let name = column.quoted();
        let value = self.value(&name, column.nullable)?;
        let fitting = match column.length {
            Some(length) if !matches!(self, Self::Emails | Self::Null) => {
                format!("left({value}, {length})")
            }
            _ => value,
        };
        // What is not there needs no stand-in.
        let empty = match column.kind.as_str() {
            "text" | "character varying" => format!("{name} = ''"),
            "ARRAY" => format!("{name} = '{{}}'"),
            _ => "false".to_owned(),
        };
        Some(format!("{name} = CASE WHEN {name} IS NULL OR {empty} THEN {name} ELSE {fitting} END"))
    }

    fn value(self, name: &str, nullable: bool) -> Option<String> {
        let function = match self {
            Self::Keep | Self::Step => return None,
            Self::Kept => {
                let other = if nullable { "NULL" } else { "''" };
                return Some(format!(
                    "CASE WHEN pg_temp.is_kept({name}) THEN {name} ELSE {other} END"
                ));
            }
            Self::Blank => return Some("''".to_owned()),
            Self::Null => return Some("NULL".to_owned()),
            Self::Upload => return Some(format!("'{UPLOAD}'")),
            Self::Attachment => return Some(format!("'{ATTACHMENT}'")),
            Self::Pdf => return Some("'application/pdf'".to_owned()),
            Self::Subject => {
                return Some(format!(
                    "CASE WHEN {name} ~* '^\\s*re\\s*:' THEN 'Re: ' ELSE '' END || {SUBJECT}"
                ));
            }
            Self::Thread => {
                return Some(format!(
                    "lower(regexp_replace({SUBJECT}, '[^A-Za-z0-9]+', '-', 'g'))"
                ));
            }
            Self::Birthday => {
                return Some(format!(
                    "pg_temp.birthday(({name} AT TIME ZONE {PLACE})::date)::timestamp \
                     AT TIME ZONE {PLACE}"
                ));
            }
            Self::Secret => "digest_of",
            Self::Username => "mailbox",
            Self::Given => "given",
            Self::Family => "family",
            Self::Name => "name",
            Self::Email => "email",
            Self::Emails => "emails",
            Self::Phone => "phone",
            Self::Street => "street",
            Self::Suburb => "suburb",
            Self::Postcode => "postcode",
            Self::Address => "address",
            Self::Language => "language",
            Self::Referrer => "referrer",
            Self::Note => "note",
            Self::Letter => "letter",
            Self::Answers => "answers",
            Self::Service => "service",
        };
        Some(format!("pg_temp.{function}({name})"))
    }
}

const SUBJECT: &str = "pg_temp.subject_of(coalesce(issue_id::text, '') || thread_name)";
const PLACE: &str = "'Australia/Melbourne'";
