//! When a notification is sent, how and to whom.

use crate::vocabulary::Choices;

/// `notify_notification.topic`: the topic of the cases, or all.
pub const TOPIC: Choices = Choices(&[
    ("GENERAL", "General"),
    ("REPAIRS", "Repairs"),
    ("BONDS", "Bonds"),
    ("EVICTION_ARREARS", "Eviction (Arrears)"),
    ("EVICTION_RETALIATORY", "Eviction (Retaliatory)"),
    ("HEALTH_CHECK", "Housing Health Check"),
]);

/// `notify_notification.event`: what sets it off.
pub const EVENT: Choices = Choices(&[("STAGE_CHANGE", "Stage changed")]);

/// `notify_notification.channel`: how it is sent.
pub const CHANNEL: Choices = Choices(&[("SLACK", "Send a Slack message")]);

/// `notify_notification.target`: to whom.
pub const TARGET: Choices =
    Choices(&[("PARALEGAL", "Assigned paralegal"), ("LAWYER", "Assigned lawyer")]);
