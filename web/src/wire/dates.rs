//! Critical dates.

use chrono::{DateTime, Utc};
use clerk_domain::{
    cases,
    dates::{self, CriticalDate},
    vocabulary::dates::{DateType, HEARING_TYPE},
};
use uuid::Uuid;

use super::{
    cases::Case,
    format::{
        body::{Body, UNLIMITED},
        date,
        field::{boolean, choice, date as day, text, uuid},
        input::input,
        output::output,
    },
};

output! {
    /// A critical date with its case.
    #[expect(missing_docs, reason = "the fields are those of the API document")]
    pub struct IssueDate = of_row(
        row: dates::DateRow,
        is_hearing: bool,
        case: cases::Case,
        now: DateTime<Utc>
    ) {
        id: i32,
        issue: Case => Case::new(case, now),
        r#type (type_): String = type_.into(),
        /// `DD/MM/YYYY`.
        date: String = date::date(date),
        notes: String,
        is_reviewed: bool,
        /// Only of hearings, as is the location.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(nullable = false)]
        hearing_type: Option<String> = is_hearing.then_some(hearing_type),
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schema(nullable = false)]
        hearing_location: Option<String> = is_hearing.then_some(hearing_location),
    }
    not shown { created_at, modified_at, issue_id }
}

impl IssueDate {
    /// A date as of now.
    #[must_use]
    pub fn new(date: CriticalDate, now: DateTime<Utc>) -> Self {
        let CriticalDate { row, case } = date;
        let is_hearing = row.is_hearing();
        Self::of_row(row, is_hearing, case, now)
    }
}

input! {
    fields {
        /// Key of the case. A date stays with its case.
        case as "issue_id": uuid().required(),
        type_ as "type": choice(DateType::CHOICES).map(DateType::from).required(),
        /// `DD/MM/YYYY` or `YYYY-MM-DD`, today or later.
        date: day().required(),
        /// HTML.
        notes: text(UNLIMITED).or_blank(),
        /// For admins and better.
        is_reviewed: boolean(),
        /// Required of a hearing, as is the location.
        hearing_type: choice(HEARING_TYPE).or_blank(),
        hearing_location: text(UNLIMITED).or_blank(),
    }

    /// What to change about a date; what is left out stays. A PUT needs case, type and date.
    update DateInput as "IssueDateUpdate" => dates::DateInput;

    /// A date to add.
    create NewDate as "IssueDateCreate" => dates::NewDate;
}

impl NewDate {
    /// The case that a body names, before the rest is looked at: whether one may see the case matters
    /// more.
    #[must_use]
    pub fn case(body: &Body) -> Option<Uuid> {
        body.peek("issue_id", |body, name| uuid().read_change(body, name))
    }
}
