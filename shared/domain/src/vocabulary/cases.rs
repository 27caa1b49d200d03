//! Values and labels of a case. The front end compares and shows them: they are data, not wording.

use crate::vocabulary::{Choices, word::words};

pub use crate::vocabulary::topics::{ACTIVE_TOPIC, Topic};

words! {
    /// How far a case has come: `core_issue.stage`.
    pub enum Stage {
        Unstarted: "UNSTARTED" => "Not started",
        ClientAgreement: "CLIENT_AGREEMENT" => "Client agreement",
        Advice: "ADVICE" => "Drafting advice",
        FormalLetter: "FORMAL_LETTER" => "Formal letter sent",
        Negotiations: "NEGOTIATIONS" => "Negotiations",
        VcatCav: "VCAT_CAV" => "VCAT/CAV",
        PostCaseInterview: "POST_CASE_INTERVIEW" => "Post-case interview",
        Closed: "CLOSED" => "Closed",
    }

    /// How a case ended: `core_issue.outcome`, null while it has not.
    pub enum Outcome {
        OutOfScope: "OUT_OF_SCOPE" => "Out of scope",
        ChangeOfScope: "CHANGE_OF_SCOPE" => "Change of scope",
        ResolvedEarly: "RESOLVED_EARLY" => "Resolved early",
        Churned: "CHURNED" => "Churned",
        Unknown: "UNKNOWN" => "Unknown",
        Successful: "SUCCESSFUL" => "Successful",
        Unsuccessful: "UNSUCCESSFUL" => "Unsuccessful",
    }

    /// What happened to a case: `core_issueevent.event_type`. Nothing shows the labels.
    pub enum CaseEventType {
        Lawyer: "LAWYER" => "Another lawyer",
        Paralegal: "PARALEGAL" => "Another paralegal",
        Open: "OPEN" => "Closed or opened again, at whatever stage",
        Stage: "STAGE" => "Another stage, and neither closed nor opened",
    }
}

/// How the client found us: `core_issue.referrer_type`, blank when not known.
pub const REFERRER_TYPE: Choices = Choices(&[
    ("LEGAL_CENTRE", "Legal centre"),
    ("COMMUNITY_ORGANISATION", "Community organisation"),
    ("SEARCH", "Search"),
    ("SOCIAL_MEDIA", "Social media"),
    ("WORD_OF_MOUTH", "Word of mouth"),
    ("ONLINE_AD", "Online ad"),
    ("HOUSING_SERVICE", "Housing service"),
    ("RADIO", "Radio"),
    ("BILLBOARD", "Billboard"),
    ("POSTER", "Poster"),
    ("RETURNING_CLIENT", "Returning client"),
]);

/// Work and study: elements of `core_issue.employment_status`. The last two are legacy.
pub const EMPLOYMENT_TYPE: Choices = Choices(&[
    ("WORKING_FULL_TIME", "Working full time"),
    ("WORKING_PART_TIME", "Working part time"),
    ("WORKING_CASUALLY", "Working casually"),
    ("WORKING_TEMPORARY", "Temporary work"),
    ("STUDENT", "Student"),
    ("APPRENTICE", "Apprentice"),
    ("RETIRED", "Retired"),
    ("PARENT", "Full time parent"),
    ("TEMPORARILY_UNABLE", "Temporarily unable to work"),
    ("LOOKING_FOR_WORK", "Looking for work"),
    ("NOT_LOOKING_FOR_WORK", "Not looking for work"),
    ("INCOME_REDUCED_COVID", "Income reduced due to COVID-19 (DO NOT USE)"),
    ("UNEMPLOYED", "Currently unemployed (DO NOT USE)"),
]);

/// Yearly income: `core_issue.annual_income_range`, blank when not known.
pub const INCOME_RANGE: Choices = Choices(&[
    ("UNDER_40K", "Under $40,000"),
    ("FROM_40K_TO_64K", "$40,000 - $64,000"),
    ("FROM_65K_TO_89K", "$65,000 - $89,000"),
    ("FROM_90K_TO_114K", "$90,000 - $114,000"),
    ("FROM_115K_TO_139K", "$115,000 - $139,000"),
    ("FROM_140K_TO_155K", "$140,000 - $155,000"),
    ("OVER_155K", "Over $155,000"),
]);

/// The list page's filter on `core_issue.is_open`.
pub const IS_OPEN: Choices = Choices(&[("True", "Open"), ("False", "Closed")]);
