//! What a case, a template or a document can be about: the one list of topics, each with its label.
//! Other lists pick from it.

use crate::vocabulary::{Choices, word::words};

words! {
    /// What a case is about: `core_issue.topic`.
    pub enum Topic {
        Repairs: "REPAIRS" => "Repairs",
        Bonds: "BONDS" => "Bonds",
        EvictionArrears: "EVICTION_ARREARS" => "Eviction (Arrears)",
        EvictionRetaliatory: "EVICTION_RETALIATORY" => "Eviction (Retaliatory)",
        HealthCheck: "HEALTH_CHECK" => "Housing Health Check",
        RentReduction: "RENT_REDUCTION" => "Rent reduction",
        Other: "OTHER" => "Other",
    }
}

/// The topics that new cases and documents may have.
pub const ACTIVE_TOPIC: Choices = Choices(&[
    Topic::Repairs.choice(),
    Topic::Bonds.choice(),
    Topic::EvictionArrears.choice(),
    Topic::EvictionRetaliatory.choice(),
    Topic::HealthCheck.choice(),
]);

/// The topic of a template that serves cases of every topic. No case has it.
pub const GENERAL: &str = "GENERAL";
/// The same with its label.
pub(super) const ANY: (&str, &str) = (GENERAL, "General");
