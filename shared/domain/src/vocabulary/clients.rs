//! Values and labels of a client.

use crate::vocabulary::Choices;

/// When to call: elements of `core_client.call_times`.
pub const CALL_TIME: Choices = Choices(&[
    ("WEEK_DAY", "Week day"),
    ("WEEK_EVENING", "Week evening"),
    ("SATURDAY", "Saturday"),
    ("SUNDAY", "Sunday"),
]);

/// Why somebody above the income limit may be helped: `core_client.eligibility_circumstances`.
pub const ELIGIBILITY_CIRCUMSTANCE: Choices = Choices(&[
    ("HOUSING", "Public housing"),
    ("SINGLE_PARENT", "Single Parent"),
    ("MENTAL_ILLNESS", "Mental illness"),
    ("INTELLECTUAL_DISABILITY", "Intellectual disability"),
    ("PHYSICAL_DISABILITY", "Physical disability"),
    ("VISA", "Eligible visa type"),
    ("FAMILY_VIOLENCE", "Family violence"),
    ("UNEXPECTED_CIRCUMSTANCE", "Unexpected circumstance"),
    ("SUBSTANCE_ABUSE", "Substance abuse"),
    ("ABORIGINAL_OR_TORRES_STRAIT", "Aboriginal or Torres Strait Islander"),
    ("RENTING", "Renting in a remote or regional location"),
    ("STRUGGLING", "Struggling with bills"),
]);

/// `core_client.is_aboriginal_or_torres_strait_islander`. `YES_CONFIRM` came from an older yes/no
/// column.
pub const ABORIGINAL_OR_TORRES_STRAIT_ISLANDER: Choices = Choices(&[
    ("NO", "No"),
    ("YES_ABORIGINAL", "Yes, Aboriginal"),
    ("YES_TSI", "Yes, Torres Strait Islander"),
    ("YES_ABORIGINAL_AND_TSI", "Yes, Aboriginal and Torres Strait Islander"),
    ("YES_CONFIRM", "Yes (Confirm if Aboriginal and/or Torres Strait Islander)"),
    ("PREFER_NOT_TO_ANSWER", "Prefer not to answer"),
    ("NOT_STATED", "Not Stated"),
]);

/// `core_client.requires_interpreter`.
pub const REQUIRES_INTERPRETER: Choices = Choices(&[
    ("NO", "No"),
    ("YES_WRITTEN", "Yes (written communication)"),
    ("YES_SPOKEN", "Yes (spoken communication)"),
    ("YES_WRITTEN_SPOKEN", "Yes (written and spoken)"),
    ("YES_CONFIRM", "Yes (Confirm if written and/or spoken)"),
    ("UNKNOWN", "Unknown"),
]);

/// `core_client.contact_restriction`, blank for none.
pub const CONTACT_RESTRICTION: Choices = Choices(&[
    ("DO_NOT_CONTACT", "Do not contact"),
    ("DO_NOT_CONTACT_MARKETING", "Do not contact for marketing"),
    ("DO_NOT_CONTACT_ACTION_RESEARCH", "Do not contact for action research"),
]);
