//! A log line as a syslog message (RFC 5424), framed for TLS by its length (RFC 5425).

use chrono::{DateTime, SecondsFormat, Utc};
use tracing::Level;

/// The longest message that is passed on whole, in bytes.
const MAX_BYTES: usize = 8192;

/// Who writes.
pub struct Sender {
    /// The name that the host has in the log.
    pub host: String,
    /// The program.
    pub program: &'static str,
    /// Its process.
    pub process: u32,
}

impl Sender {
    /// The framed message.
    pub fn frame(&self, at: DateTime<Utc>, level: Level, text: &str) -> Vec<u8> {
        // Facility 1, messages of user programs.
        let priority = 8 + severity(level);
        let at = at.to_rfc3339_opts(SecondsFormat::Millis, true);
        let (host, program, process) = (&self.host, self.program, self.process);
        let text = shortened(text.trim_end());
        let message = format!("<{priority}>1 {at} {host} {program} {process} - - {text}");
        format!("{} {message}", message.len()).into_bytes()
    }
}

fn severity(level: Level) -> u8 {
    match level {
        Level::ERROR => 3,
        Level::WARN => 4,
        Level::INFO => 6,
        _ => 7,
    }
}

fn shortened(text: &str) -> &str {
    let mut end = text.len().min(MAX_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_says_who_and_how_long_it_is() {
        let sender = Sender { host: "clerk-production".into(), program: "clerk-web", process: 7 };
        let at = "2026-11-23T02:00:00.5Z".parse().unwrap();
        let frame = String::from_utf8(sender.frame(at, Level::WARN, "café\n")).unwrap();
        let message = "<12>1 2026-11-23T02:00:00.500Z clerk-production clerk-web 7 - - café";
        assert_eq!(frame, format!("{} {message}", message.len()));
        let long = "é".repeat(5000);
        let frame = sender.frame(at, Level::ERROR, &long);
        let text = String::from_utf8(frame).unwrap();
        let (length, message) = text.split_once(' ').unwrap();
        assert_eq!(length.parse::<usize>().unwrap(), message.len());
        assert!(message.len() < 8300 && message.starts_with("<11>1 "));
    }
}
