//! A panic is an event like others: one line in the log, one report.

use std::panic::{self, PanicHookInfo};

/// The target of the event.
pub const TARGET: &str = "panic";

/// Writes panics to the log instead of to standard error. The log masks the values that they show.
pub fn log() {
    panic::set_hook(Box::new(|info: &PanicHookInfo<'_>| {
        let text = info.payload_as_str().unwrap_or("no message");
        let at = info.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(target: TARGET, reason = text, at, "panic");
    }));
}
