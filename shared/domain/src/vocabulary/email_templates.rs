//! What an email template may be for.

use crate::vocabulary::{
    Choices,
    topics::{ANY, Topic},
};

pub use crate::vocabulary::topics::GENERAL;

/// `emails_emailtemplate.topic`: every topic of a case, since there are templates for old ones.
pub const TOPIC: Choices = Choices(&[
    ANY,
    Topic::Repairs.choice(),
    Topic::Bonds.choice(),
    Topic::EvictionArrears.choice(),
    Topic::EvictionRetaliatory.choice(),
    Topic::HealthCheck.choice(),
    Topic::RentReduction.choice(),
    Topic::Other.choice(),
]);

/// What is offered for new templates.
pub const OFFERED_TOPIC: Choices = Choices(&[
    Topic::Repairs.choice(),
    Topic::Bonds.choice(),
    Topic::EvictionArrears.choice(),
    Topic::EvictionRetaliatory.choice(),
    Topic::HealthCheck.choice(),
    ANY,
]);
