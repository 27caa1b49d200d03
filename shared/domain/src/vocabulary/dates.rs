//! Values and labels of a critical date.

use crate::vocabulary::Choices;

/// `core_issuedate.type`.
pub const DATE_TYPE: Choices = Choices(&[
    ("FILING_DEADLINE", "Filing deadline"),
    ("HEARING_LISTED", "Hearing listed"),
    ("LIMITATION", "Limitation"),
    ("NTV_TERMINATION", "NTV termination"),
    ("OTHER", "Other"),
]);

/// `core_issuedate.hearing_type`, blank unless the type is `HEARING_LISTED`.
pub const HEARING_TYPE: Choices = Choices(&[("IN_PERSON", "In person"), ("VIRTUAL", "Virtual")]);

/// The type of a date that is a hearing.
pub const HEARING_LISTED: &str = "HEARING_LISTED";
