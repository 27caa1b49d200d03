//! The layer through which every field of every event and span goes on its way out of the process, on
//! standard output, to the collector and into reports. A new log line cannot leave it out.

use std::{borrow::Cow, fmt};

use tracing::field::{Field, Visit};

use super::mask::mask;

/// Fields that hold a code of ours, parts of which look like a telephone number.
const CODES: [&str; 6] = ["address", "at", "job", "route", "slot", "worker"];

/// Hands fields on to a visitor, their texts masked. Numbers and truth values are ours: ids, counts and
/// durations.
pub struct Masked<'a>(pub &'a mut dyn Visit);

impl Visit for Masked<'_> {
    fn record_f64(&mut self, field: &Field, value: f64) {
        self.0.record_f64(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.0.record_i64(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.0.record_u64(field, value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.0.record_bool(field, value);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.record_str(field, &masked(field.name(), value));
    }

    fn record_bytes(&mut self, field: &Field, value: &[u8]) {
        self.0.record_debug(field, &format_args!("{} bytes", value.len()));
    }

    // Errors, and integers of 128 bits, come here too.
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let text = format!("{value:?}");
        self.0.record_debug(field, &format_args!("{}", masked(field.name(), &text)));
    }
}

fn masked<'a>(field: &str, text: &'a str) -> Cow<'a, str> {
    let is_code = CODES.contains(&field) && !text.contains(['@', '"', '\'', ' ']);
    if is_code { Cow::Borrowed(text) } else { Cow::Owned(mask(text)) }
}
