//! What a case, a template or a document can be about: the one list of topics, each with its label.
//! Other lists pick from it.

use crate::vocabulary::Choices;

/// A stored value and its label.
type Topic = (&'static str, &'static str);

pub(super) const REPAIRS: Topic = ("REPAIRS", "Repairs");
pub(super) const BONDS: Topic = ("BONDS", "Bonds");
pub(super) const EVICTION_ARREARS: Topic = ("EVICTION_ARREARS", "Eviction (Arrears)");
pub(super) const EVICTION_RETALIATORY: Topic = ("EVICTION_RETALIATORY", "Eviction (Retaliatory)");
pub(super) const HEALTH_CHECK: Topic = ("HEALTH_CHECK", "Housing Health Check");
/// Cases of old: neither they nor the next one are offered any more.
pub(super) const RENT_REDUCTION: Topic = ("RENT_REDUCTION", "Rent reduction");
pub(super) const OTHER: Topic = ("OTHER", "Other");

/// The topic of a template that serves cases of every topic. No case has it.
pub const GENERAL: &str = "GENERAL";
/// The same with its label.
pub(super) const ANY: Topic = (GENERAL, "General");

/// What a case is about: `core_issue.topic`.
pub const TOPIC: Choices = Choices(&[
    REPAIRS,
    BONDS,
    EVICTION_ARREARS,
    EVICTION_RETALIATORY,
    HEALTH_CHECK,
    RENT_REDUCTION,
    OTHER,
]);

/// The topics that new cases and documents may have.
pub const ACTIVE_TOPIC: Choices =
    Choices(&[REPAIRS, BONDS, EVICTION_ARREARS, EVICTION_RETALIATORY, HEALTH_CHECK]);
