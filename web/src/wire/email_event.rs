//! An event of an email on the wire.

use clerk_domain::emails::events::Event;
use serde::Serialize;
use utoipa::ToSchema;

use super::drf::date;

/// What the mail provider has told about an email.
#[derive(Debug, Serialize, ToSchema)]
pub struct EmailEvent {
    /// Its key.
    pub id: i64,
    /// `delivered`, `bounce`, `dropped`, `deferred` or `spamreport`.
    pub event: String,
    /// When.
    pub created_at: String,
    /// Whose mailbox it is about.
    pub recipient: String,
    /// What the receiving server said.
    pub reason: Option<String>,
}

impl From<Event> for EmailEvent {
    fn from(it: Event) -> Self {
        Self {
            id: it.id,
            event: it.kind,
            created_at: date::iso(it.at),
            recipient: it.recipient,
            reason: it.reason,
        }
    }
}
