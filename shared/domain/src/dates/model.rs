//! A critical date, and what can be said about one.

use chrono::{DateTime, NaiveDate, Utc};
use clerk_store::db::schema::core_issuedate;
use diesel::{AsChangeset, Insertable};
use uuid::Uuid;

use crate::{cases::Case, vocabulary::dates::HEARING_LISTED};

/// A critical date with its case.
#[derive(Clone, Debug)]
pub struct CriticalDate {
    /// The columns of `core_issuedate`.
    pub row: DateRow,
    /// The case that it belongs to.
    pub case: Case,
}

/// Columns of `core_issuedate`. Values of choices are in [`crate::vocabulary::dates`].
#[derive(Clone, Debug, diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = core_issuedate, check_for_backend(diesel::pg::Pg))]
#[expect(missing_docs, reason = "the columns are described in the data dictionary")]
pub struct DateRow {
    pub id: i32,
    pub created_at: DateTime<Utc>,
    pub modified_at: DateTime<Utc>,
    pub type_: String,
    pub date: NaiveDate,
    pub notes: String,
    pub is_reviewed: bool,
    pub issue_id: Uuid,
    pub hearing_location: String,
    pub hearing_type: String,
}

impl DateRow {
    /// Whether it is a hearing, which has a type and a place.
    #[must_use]
    pub fn is_hearing(&self) -> bool {
        self.type_ == HEARING_LISTED
    }
}

/// A date to add.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are the columns")]
pub struct NewDate {
    pub case: Uuid,
    pub type_: String,
    pub date: NaiveDate,
    pub notes: String,
    pub is_reviewed: Option<bool>,
    pub hearing_type: String,
    pub hearing_location: String,
}

/// New values of a date; `None` leaves a column as it is.
#[derive(Clone, Debug, Default)]
#[expect(missing_docs, reason = "the fields are the columns")]
pub struct DateChange {
    pub type_: Option<String>,
    pub date: Option<NaiveDate>,
    pub notes: Option<String>,
    pub is_reviewed: Option<bool>,
    pub hearing_type: Option<String>,
    pub hearing_location: Option<String>,
    /// The case it is said to belong to, when the sender names one.
    pub case: Option<Uuid>,
}

/// Everything about a date that people decide.
#[derive(AsChangeset, Insertable, Clone, Debug)]
#[diesel(table_name = core_issuedate)]
pub(super) struct Facts {
    pub type_: String,
    pub date: NaiveDate,
    pub notes: String,
    pub is_reviewed: bool,
    pub hearing_type: String,
    pub hearing_location: String,
}
