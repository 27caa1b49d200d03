//! Events of emails.

use clerk_domain::emails::outbox::events::Event;

use super::format::{date, output::output};

output! {
    /// What the mail provider has told about an email.
    pub struct EmailEvent = from(event: Event) {
        /// Its key.
        id: i64,
        /// `delivered`, `bounce`, `dropped`, `deferred` or `spamreport`.
        event (kind): String,
        /// When.
        created_at (at): String = date::iso(at),
        /// Whose mailbox it is about.
        recipient: String,
        /// What the receiving server said.
        reason: Option<String>,
    }
}
