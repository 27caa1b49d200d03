//! When a notification is sent, how and to whom.

use crate::vocabulary::{
    Choices,
    topics::{ANY, BONDS, EVICTION_ARREARS, EVICTION_RETALIATORY, HEALTH_CHECK, REPAIRS},
};

/// `notify_notification.topic`: the topic of the cases, or all.
pub const TOPIC: Choices =
    Choices(&[ANY, REPAIRS, BONDS, EVICTION_ARREARS, EVICTION_RETALIATORY, HEALTH_CHECK]);

/// A notification that goes out when a case comes to a stage.
pub const STAGE_CHANGE: &str = "STAGE_CHANGE";

/// `notify_notification.event`: what sets it off.
pub const EVENT: Choices = Choices(&[(STAGE_CHANGE, "Stage changed")]);

/// `notify_notification.channel`: how it is sent.
pub const CHANNEL: Choices = Choices(&[("SLACK", "Send a Slack message")]);

/// `notify_notification.target`: to whom.
pub const TARGET: Choices =
    Choices(&[("PARALEGAL", "Assigned paralegal"), ("LAWYER", "Assigned lawyer")]);
