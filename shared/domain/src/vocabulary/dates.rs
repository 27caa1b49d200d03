//! Values and labels of a critical date.

use crate::vocabulary::{Choices, word::words};

words! {
    /// What is due or happens on a date: `core_issuedate.type`.
    pub enum DateType {
        FilingDeadline: "FILING_DEADLINE" => "Filing deadline",
        HearingListed: "HEARING_LISTED" => "Hearing listed",
        Limitation: "LIMITATION" => "Limitation",
        NtvTermination: "NTV_TERMINATION" => "NTV termination",
        Other: "OTHER" => "Other",
    }
}

/// `core_issuedate.hearing_type`, blank unless the date is a hearing.
pub const HEARING_TYPE: Choices = Choices(&[("IN_PERSON", "In person"), ("VIRTUAL", "Virtual")]);
