//! A critical date on the wire.

use chrono::{DateTime, Utc};
use clerk_domain::{
    dates::{CriticalDate, DateChange, NewDate},
    vocabulary::dates::{DATE_TYPE, HEARING_TYPE},
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    case::Case,
    drf::{
        body::{Body, OPTIONAL, REQUIRED, UNLIMITED},
        date,
    },
};
use crate::error::{ApiError, ApiResult};

/// A critical date with its case.
#[derive(Debug, Serialize, ToSchema)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct IssueDate {
    pub id: i32,
    pub issue: Case,
    pub r#type: String,
    /// `DD/MM/YYYY`.
    pub date: String,
    pub notes: String,
    pub is_reviewed: bool,
    /// Only of hearings, as is the location.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub hearing_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub hearing_location: Option<String>,
}

impl IssueDate {
    /// A date as of now.
    #[must_use]
    pub fn new(it: CriticalDate, now: DateTime<Utc>) -> Self {
        let is_hearing = it.row.is_hearing();
        Self {
            id: it.row.id,
            issue: Case::new(it.case, now),
            r#type: it.row.type_,
            date: date::date(it.row.date),
            notes: it.row.notes,
            is_reviewed: it.row.is_reviewed,
            hearing_type: is_hearing.then_some(it.row.hearing_type),
            hearing_location: is_hearing.then_some(it.row.hearing_location),
        }
    }
}

/// A date to add.
#[derive(ToSchema)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct IssueDateCreate {
    /// Key of the case.
    pub issue_id: Uuid,
    pub r#type: String,
    /// `DD/MM/YYYY` or `YYYY-MM-DD`, today or later.
    pub date: String,
    /// HTML.
    pub notes: Option<String>,
    /// For admins and better.
    pub is_reviewed: Option<bool>,
    /// Required of a hearing, as is the location.
    pub hearing_type: Option<String>,
    pub hearing_location: Option<String>,
}

/// What to change about a date; what is left out stays. A PUT needs case, type and date.
#[derive(ToSchema)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct IssueDateUpdate {
    /// The case that the date belongs to already.
    pub issue_id: Option<Uuid>,
    pub r#type: Option<String>,
    pub date: Option<String>,
    pub notes: Option<String>,
    pub is_reviewed: Option<bool>,
    /// Has to come with the type `HEARING_LISTED`, as has the location.
    pub hearing_type: Option<String>,
    pub hearing_location: Option<String>,
}

/// Reads the key of the case of a date, which comes first: whether one may see the case matters more
/// than the rest.
pub fn read_case(body: &mut Body) -> Option<Uuid> {
    body.uuid("issue_id", REQUIRED).value()
}

/// Reads the rest of a date to add.
///
/// # Errors
/// 400 with everything wrong.
pub fn read_create(body: Body, case: Option<Uuid>) -> ApiResult<NewDate> {
    let change = read_update(body, case)?;
    // Missing ones have been reported.
    let (Some(case), Some(type_), Some(date)) = (case, change.type_, change.date) else {
        return Err(ApiError::Validation(Vec::new()));
    };
    Ok(NewDate {
        case,
        type_,
        date,
        notes: change.notes.unwrap_or_default(),
        is_reviewed: change.is_reviewed,
        hearing_type: change.hearing_type.unwrap_or_default(),
        hearing_location: change.hearing_location.unwrap_or_default(),
    })
}

/// Reads the rest of a change of a date, of which a partial body need say nothing.
///
/// # Errors
/// 400 with everything wrong.
pub fn read_update(mut body: Body, case: Option<Uuid>) -> ApiResult<DateChange> {
    let or_blank = OPTIONAL.or_blank();
    let change = DateChange {
        case,
        type_: body.choice("type", DATE_TYPE, REQUIRED).value(),
        date: body.date("date", REQUIRED).value(),
        notes: body.text("notes", UNLIMITED, or_blank).value(),
        is_reviewed: body.boolean("is_reviewed", OPTIONAL).value(),
        hearing_type: body.choice("hearing_type", HEARING_TYPE, or_blank).value(),
        hearing_location: body.text("hearing_location", UNLIMITED, or_blank).value(),
    };
    body.finish()?;
    Ok(change)
}
