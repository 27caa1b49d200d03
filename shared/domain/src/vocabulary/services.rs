//! Values and labels of a service.

use crate::vocabulary::Choices;

/// Given once, possibly several times over.
pub const DISCRETE: &str = "DISCRETE";
/// Given over a time.
pub const ONGOING: &str = "ONGOING";

/// `core_service.category`.
pub const CATEGORY: Choices =
    Choices(&[(DISCRETE, "Discrete service"), (ONGOING, "Ongoing service")]);

/// `core_service.type` of a discrete service.
pub const DISCRETE_TYPE: Choices = Choices(&[
    ("LEGAL_ADVICE", "Legal advice"),
    ("LEGAL_TASK", "Legal task"),
    ("GENERAL_INFORMATION", "Information"),
    ("GENERAL_REFERRAL_SIMPLE", "Referral (Simple)"),
    ("GENERAL_REFERRAL_FACILITATED", "Referral (Facilitated)"),
]);

/// `core_service.type` of an ongoing service.
pub const ONGOING_TYPE: Choices = Choices(&[
    ("LEGAL_SUPPORT", "Legal support"),
    ("REPRESENTATION_COURT_TRIBUNAL", "Court or tribunal representation"),
    ("REPRESENTATION_OTHER", "Other representation"),
]);

/// `core_service.type` of either category.
pub const ANY_TYPE: Choices = Choices(&[
    ("LEGAL_ADVICE", "Legal advice"),
    ("LEGAL_TASK", "Legal task"),
    ("GENERAL_INFORMATION", "Information"),
    ("GENERAL_REFERRAL_SIMPLE", "Referral (Simple)"),
    ("GENERAL_REFERRAL_FACILITATED", "Referral (Facilitated)"),
    ("LEGAL_SUPPORT", "Legal support"),
    ("REPRESENTATION_COURT_TRIBUNAL", "Court or tribunal representation"),
    ("REPRESENTATION_OTHER", "Other representation"),
]);
