//! When a notification is sent, how and to whom.

use crate::vocabulary::{
    Choices,
    topics::{ANY, Topic},
    word::words,
};

/// `notify_notification.topic`: the topic of the cases, or all.
pub const TOPIC: Choices = Choices(&[
    ANY,
    Topic::Repairs.choice(),
    Topic::Bonds.choice(),
    Topic::EvictionArrears.choice(),
    Topic::EvictionRetaliatory.choice(),
    Topic::HealthCheck.choice(),
]);

words! {
    /// What sets a notification off: `notify_notification.event`.
    pub enum Trigger {
        StageChange: "STAGE_CHANGE" => "Stage changed",
    }

    /// How a notification is sent: `notify_notification.channel`.
    pub enum Channel {
        Slack: "SLACK" => "Send a Slack message",
    }

    /// To whom a notification is sent: `notify_notification.target`.
    pub enum Target {
        Paralegal: "PARALEGAL" => "Assigned paralegal",
        Lawyer: "LAWYER" => "Assigned lawyer",
    }
}
