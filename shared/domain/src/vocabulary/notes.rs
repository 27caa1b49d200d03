//! Kinds of notes. Who may read and write which is decided in `notes/rules.rs`.

use crate::vocabulary::{Choices, word::words};

words! {
    /// What kind of note it is: `core_issuenote.note_type`. The text of an `EVENT` is made from the
    /// event that it points to; a `PERFORMANCE` points to the account reviewed.
    pub enum NoteType {
        Paralegal: "PARALEGAL" => "File note",
        Review: "REVIEW" => "Case review",
        Performance: "PERFORMANCE" => "Paralegal performance review",
        Event: "EVENT" => "System generated event",
        Email: "EMAIL" => "Email",
        ConflictCheckSuccess: "CONFLICT_CHECK_SUCCESS" => "Conflict check cleared",
        ConflictCheckFailure: "CONFLICT_CHECK_FAILURE" => "Conflict check not cleared",
        EligibilityCheckSuccess: "ELIGIBILITY_CHECK_SUCCESS" => "Eligibility check cleared",
        EligibilityCheckFailure: "ELIGIBILITY_CHECK_FAILURE" => "Eligibility check not cleared",
    }
}

/// The kinds that people write. The others come from what happens.
pub const WRITTEN_TYPE: Choices = Choices(&[
    NoteType::Paralegal.choice(),
    NoteType::Review.choice(),
    NoteType::Performance.choice(),
    NoteType::ConflictCheckSuccess.choice(),
    NoteType::ConflictCheckFailure.choice(),
    NoteType::EligibilityCheckSuccess.choice(),
    NoteType::EligibilityCheckFailure.choice(),
]);

/// What everybody on the case may read.
pub const FOR_PARALEGALS: &[NoteType] = &[
    NoteType::Paralegal,
    NoteType::Event,
    NoteType::Email,
    NoteType::ConflictCheckSuccess,
    NoteType::ConflictCheckFailure,
    NoteType::EligibilityCheckSuccess,
    NoteType::EligibilityCheckFailure,
];

/// What coordinators and better may read besides.
pub const FOR_COORDINATORS: &[NoteType] = &[NoteType::Review, NoteType::Performance];

/// What says that somebody has looked for conflicts of interest, whatever they found.
pub const CONFLICT_CHECKS: &[NoteType] =
    &[NoteType::ConflictCheckSuccess, NoteType::ConflictCheckFailure];

/// What says that somebody has looked whether the client is eligible, whatever they found.
pub const ELIGIBILITY_CHECKS: &[NoteType] =
    &[NoteType::EligibilityCheckSuccess, NoteType::EligibilityCheckFailure];
