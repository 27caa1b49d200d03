//! An attempt at sending an email on the wire.

use clerk_domain::emails::Attempt;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::drf::date;

/// An attempt at handing an email to the mail provider.
#[derive(Debug, Serialize, ToSchema)]
pub struct EmailAttempt {
    /// Its id, which the provider has too.
    pub id: Uuid,
    /// `Calling`, `Accepted`, `Rejected` (for good), `Retry` (to be tried again), `Unresolved` (nobody
    /// knows) or `Held` (mail to this recipient is not allowed here).
    pub state: String,
    /// ISO 8601.
    pub started_at: String,
    /// ISO 8601; null while it is under way.
    pub finished_at: Option<String>,
    /// Why it is in this state.
    pub reason: Option<String>,
}

impl From<Attempt> for EmailAttempt {
    fn from(it: Attempt) -> Self {
        Self {
            id: it.id,
            state: it.state,
            started_at: date::iso(it.created_at),
            finished_at: it.finished_at.map(date::iso),
            reason: it.reason,
        }
    }
}
