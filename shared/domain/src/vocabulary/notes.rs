//! Kinds of notes. Who may read and write which is decided in `notes/rules.rs`.

use crate::vocabulary::Choices;

/// A stored value and its label.
type NoteType = (&'static str, &'static str);

const FILE_NOTE: NoteType = ("PARALEGAL", "File note");
const CASE_REVIEW: NoteType = ("REVIEW", "Case review");
const PERFORMANCE_REVIEW: NoteType = (PERFORMANCE, "Paralegal performance review");
const CONFLICT_CHECK_SUCCESS: NoteType = ("CONFLICT_CHECK_SUCCESS", "Conflict check cleared");
const CONFLICT_CHECK_FAILURE: NoteType = ("CONFLICT_CHECK_FAILURE", "Conflict check not cleared");
const ELIGIBILITY_CHECK_SUCCESS: NoteType =
    ("ELIGIBILITY_CHECK_SUCCESS", "Eligibility check cleared");
const ELIGIBILITY_CHECK_FAILURE: NoteType =
    ("ELIGIBILITY_CHECK_FAILURE", "Eligibility check not cleared");

/// Something that Clerk noted by itself; its text is made from the event it points to.
pub const EVENT: &str = "EVENT";
/// An email went out or came in; the note points to it.
pub const EMAIL: &str = "EMAIL";
/// A review of the paralegal; it points to the account reviewed.
pub const PERFORMANCE: &str = "PERFORMANCE";

/// `core_issuenote.note_type`.
pub const NOTE_TYPE: Choices = Choices(&[
    FILE_NOTE,
    CASE_REVIEW,
    PERFORMANCE_REVIEW,
    (EVENT, "System generated event"),
    (EMAIL, "Email"),
    CONFLICT_CHECK_SUCCESS,
    CONFLICT_CHECK_FAILURE,
    ELIGIBILITY_CHECK_SUCCESS,
    ELIGIBILITY_CHECK_FAILURE,
]);

/// The kinds that people write. The others come from what happens.
pub const WRITTEN_TYPE: Choices = Choices(&[
    FILE_NOTE,
    CASE_REVIEW,
    PERFORMANCE_REVIEW,
    CONFLICT_CHECK_SUCCESS,
    CONFLICT_CHECK_FAILURE,
    ELIGIBILITY_CHECK_SUCCESS,
    ELIGIBILITY_CHECK_FAILURE,
]);

/// What everybody on the case may read.
pub const FOR_PARALEGALS: &[&str] = &[
    FILE_NOTE.0,
    EVENT,
    EMAIL,
    CONFLICT_CHECK_SUCCESS.0,
    CONFLICT_CHECK_FAILURE.0,
    ELIGIBILITY_CHECK_SUCCESS.0,
    ELIGIBILITY_CHECK_FAILURE.0,
];

/// What coordinators and better may read besides.
pub const FOR_COORDINATORS: &[&str] = &[CASE_REVIEW.0, PERFORMANCE];
