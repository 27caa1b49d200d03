//! What a template may be for.

use crate::vocabulary::Choices;

/// A template for cases of every topic.
pub const GENERAL: &str = "GENERAL";

/// `emails_emailtemplate.topic`: every topic of a case, since there are templates for old ones.
pub const TOPIC: Choices = Choices(&[
    (GENERAL, "General"),
    ("REPAIRS", "Repairs"),
    ("BONDS", "Bonds"),
    ("EVICTION_ARREARS", "Eviction (Arrears)"),
    ("EVICTION_RETALIATORY", "Eviction (Retaliatory)"),
    ("HEALTH_CHECK", "Housing Health Check"),
    ("RENT_REDUCTION", "Rent reduction"),
    ("OTHER", "Other"),
]);

/// What is offered for new templates.
pub const OFFERED_TOPIC: Choices = Choices(&[
    ("REPAIRS", "Repairs"),
    ("BONDS", "Bonds"),
    ("EVICTION_ARREARS", "Eviction (Arrears)"),
    ("EVICTION_RETALIATORY", "Eviction (Retaliatory)"),
    ("HEALTH_CHECK", "Housing Health Check"),
    (GENERAL, "General"),
]);
