//! What an email template may be for.

use crate::vocabulary::{
    Choices,
    topics::{
        ANY, BONDS, EVICTION_ARREARS, EVICTION_RETALIATORY, HEALTH_CHECK, OTHER, RENT_REDUCTION,
        REPAIRS,
    },
};

pub use crate::vocabulary::topics::GENERAL;

/// `emails_emailtemplate.topic`: every topic of a case, since there are templates for old ones.
pub const TOPIC: Choices = Choices(&[
    ANY,
    REPAIRS,
    BONDS,
    EVICTION_ARREARS,
    EVICTION_RETALIATORY,
    HEALTH_CHECK,
    RENT_REDUCTION,
    OTHER,
]);

/// What is offered for new templates.
pub const OFFERED_TOPIC: Choices =
    Choices(&[REPAIRS, BONDS, EVICTION_ARREARS, EVICTION_RETALIATORY, HEALTH_CHECK, ANY]);
