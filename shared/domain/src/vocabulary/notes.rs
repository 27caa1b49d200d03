//! Kinds of notes.

use crate::vocabulary::Choices;

/// `core_issuenote.note_type`.
pub const NOTE_TYPE: Choices = Choices(&[
    ("PARALEGAL", "File note"),
    ("REVIEW", "Case review"),
    ("PERFORMANCE", "Paralegal performance review"),
    ("EVENT", "System generated event"),
    ("EMAIL", "Email"),
    ("CONFLICT_CHECK_SUCCESS", "Conflict check cleared"),
    ("CONFLICT_CHECK_FAILURE", "Conflict check not cleared"),
    ("ELIGIBILITY_CHECK_SUCCESS", "Eligibility check cleared"),
    ("ELIGIBILITY_CHECK_FAILURE", "Eligibility check not cleared"),
]);

/// The kinds that people write. The others come from what happens.
pub const WRITTEN_TYPE: Choices = Choices(&[
    ("PARALEGAL", "File note"),
    ("REVIEW", "Case review"),
    ("PERFORMANCE", "Paralegal performance review"),
    ("CONFLICT_CHECK_SUCCESS", "Conflict check cleared"),
    ("CONFLICT_CHECK_FAILURE", "Conflict check not cleared"),
    ("ELIGIBILITY_CHECK_SUCCESS", "Eligibility check cleared"),
    ("ELIGIBILITY_CHECK_FAILURE", "Eligibility check not cleared"),
]);

/// Something that Clerk noted by itself; its text is made from the event it points to.
pub const EVENT: &str = "EVENT";
/// A review of the paralegal; it points to the account reviewed.
pub const PERFORMANCE: &str = "PERFORMANCE";

/// What everybody on the case may read.
pub const FOR_PARALEGALS: &[&str] = &[
    "PARALEGAL",
    EVENT,
    "EMAIL",
    "CONFLICT_CHECK_SUCCESS",
    "CONFLICT_CHECK_FAILURE",
    "ELIGIBILITY_CHECK_SUCCESS",
    "ELIGIBILITY_CHECK_FAILURE",
];

/// What coordinators and better may read besides.
pub const FOR_COORDINATORS: &[&str] = &["REVIEW", PERFORMANCE];
