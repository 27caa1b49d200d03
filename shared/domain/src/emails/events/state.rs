//! What the events of an email say about it, in whatever order they come.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::EventKind;
use crate::emails::EmailState;

/// The state that a set of events leads to, `None` when they say nothing about delivery.
///
/// For each recipient the latest word counts, since a server may take an email and refuse it later, or
/// the other way round; of two at the same time, the failure. An email that failed for one recipient
/// has failed: somebody has to see to it.
#[must_use]
pub fn state<'a>(
    events: impl Iterator<Item = (EventKind, DateTime<Utc>, &'a str)>,
) -> Option<EmailState> {
    let mut last: BTreeMap<&str, (DateTime<Utc>, bool)> = BTreeMap::new();
    for (kind, at, recipient) in events {
        let is_failure = match kind {
            EventKind::Delivered => false,
            EventKind::Bounce | EventKind::Dropped => true,
            EventKind::Deferred | EventKind::SpamReport => continue,
        };
        let known = last.entry(recipient).or_insert((at, is_failure));
        *known = (*known).max((at, is_failure));
    }
    if last.values().any(|(_, is_failure)| *is_failure) {
        Some(EmailState::DeliveryFailure)
    } else {
        (!last.is_empty()).then_some(EmailState::Delivered)
    }
}
