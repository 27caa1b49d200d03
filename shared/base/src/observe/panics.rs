//! A panic is an event like others: one line in the log, one report.

use std::panic::{self, PanicHookInfo};

use super::mask;

/// The target of the event.
pub const TARGET: &str = "panic";

/// Has panics told to the log instead of to standard error, without the values they may show.
pub fn tell() {
    panic::set_hook(Box::new(|info: &PanicHookInfo<'_>| {
        let text = info.payload_as_str().map_or_else(|| "no message".to_owned(), mask);
        let at = info.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(target: TARGET, reason = text, at, "panic");
    }));
}
