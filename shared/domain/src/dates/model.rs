//! A critical date, and what can be said about one.

use chrono::{DateTime, NaiveDate, Utc};
use clerk_store::db::schema::core_issuedate;
use uuid::Uuid;

use crate::{cases::Case, record::record, vocabulary::dates::DateType};

/// A critical date with its case.
#[derive(Clone, Debug)]
pub struct CriticalDate {
    /// The columns of `core_issuedate`.
    pub row: DateRow,
    /// The case that it belongs to.
    pub case: Case,
}

record! {
    table core_issuedate {
        type_: DateType,
        date: NaiveDate,
        notes: String,
        is_reviewed: bool,
        hearing_type: String,
        hearing_location: String,
    }

    /// Columns of `core_issuedate`. Values of choices are in [`crate::vocabulary::dates`].
    row DateRow {
        id: i32,
        created_at: DateTime<Utc>,
        modified_at: DateTime<Utc>,
        issue_id: Uuid,
    };

    /// What is changed of a date; `None` leaves a column as it is.
    input DateInput {
        /// The case it is said to belong to, when the sender names one.
        case: Option<Uuid>,
    };

    /// Everything about a date that people decide, once it has been checked.
    #[derive(diesel::AsChangeset)]
    new DateFacts;
}

/// A date to add.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the columns are described in docs/tables.md")]
pub struct NewDate {
    pub case: Uuid,
    pub type_: DateType,
    pub date: NaiveDate,
    pub notes: String,
    /// Only when the sender says so, which not everybody may.
    pub is_reviewed: Option<bool>,
    pub hearing_type: String,
    pub hearing_location: String,
}

impl DateRow {
    /// Whether it is a hearing, which has a type and a place.
    #[must_use]
    pub fn is_hearing(&self) -> bool {
        self.type_ == DateType::HearingListed
    }
}
