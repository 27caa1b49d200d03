//! What the mail provider says about an email, read and kept.

use std::fmt;

use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine, prelude::BASE64_STANDARD};
use chrono::{DateTime, Utc};
use clerk_base::config::EventKey;
use clerk_services::mail::ATTEMPT_ARGUMENT;
use clerk_store::db::{Connection, schema::clerk::email_event};
use diesel::{ExpressionMethods, QueryDsl, SelectableHelper};
use diesel_async::RunQueryDsl;
use serde_json::Value;
use strum::VariantArray;
use uuid::Uuid;

use crate::{
    access::{self, Account},
    emails::state_in_case,
    error::Result,
};

/// Characters of a text of an event that are kept.
const MAX_TEXT: usize = 2000;

/// What has happened to an email.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::EnumString, VariantArray,
)]
#[strum(serialize_all = "lowercase")]
pub enum EventKind {
    /// The recipient's server has it.
    Delivered,
    /// The recipient's server refused it.
    Bounce,
    /// The provider did not try.
    Dropped,
    /// The recipient's server was not ready; the provider tries again.
    Deferred,
    /// The recipient called it spam.
    SpamReport,
}

impl EventKind {
    /// Every kind that is kept.
    pub const ALL: &'static [Self] = Self::VARIANTS;

    /// The provider's name for it.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.into()
    }
}

/// An event as the provider posts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEvent {
    pub(super) sg_event_id: String,
    pub(super) kind: EventKind,
    pub(super) at: DateTime<Utc>,
    pub(super) recipient: String,
    pub(super) reason: Option<String>,
    pub(super) attempt: Option<Uuid>,
    pub(super) provider_id: String,
}

/// The body of a call is not a list of events.
#[derive(Debug)]
pub struct Malformed;

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a list of events")
    }
}

/// The events of a call that are worth keeping. What says nothing about delivery is left out, and so
/// is what cannot be put to any email.
///
/// # Errors
/// [`Malformed`] when the body is not JSON, no list, or holds something that is no object.
pub fn read(body: &[u8]) -> Result<Vec<NewEvent>, Malformed> {
    let events: Vec<Value> = serde_json::from_slice(body).map_err(|_| Malformed)?;
    if !events.iter().all(Value::is_object) {
        return Err(Malformed);
    }
    Ok(events.iter().filter_map(NewEvent::read).collect())
}

impl NewEvent {
    fn read(event: &Value) -> Option<Self> {
        let text = |name| clean(event.get(name).and_then(Value::as_str).unwrap_or_default());
        let kind = text("event").parse().ok()?;
        // The provider adds a suffix to the id that it gave when it took the email over.
        let provider_id = text("sg_message_id").split('.').next().unwrap_or_default().to_owned();
        let attempt = Uuid::parse_str(&text(ATTEMPT_ARGUMENT)).ok();
        if provider_id.is_empty() && attempt.is_none() {
            return None;
        }
        let seconds =
            event.get("timestamp").and_then(|at| at.as_i64().or_else(|| at.as_str()?.parse().ok()));
        let sg_event_id = Some(text("sg_event_id")).filter(|id| !id.is_empty());
        let reason =
            [text("reason"), text("response")].into_iter().find(|reason| !reason.is_empty());
        Some(Self {
            sg_event_id: sg_event_id.unwrap_or_else(|| {
                format!("sha256:{}", hex::encode(digest(&SHA256, event.to_string().as_bytes())))
            }),
            kind,
            at: DateTime::from_timestamp(seconds.unwrap_or_default(), 0)?,
            recipient: text("email").to_lowercase(),
            reason,
            attempt,
            provider_id,
        })
    }
}

fn clean(text: &str) -> String {
    text.chars().filter(|letter| *letter != '\0').take(MAX_TEXT).collect()
}

/// Whether a call may be believed: one of the keys has signed its timestamp and body. Without a key
/// every call is, as it was in the original.
///
/// How old the timestamp is does not matter: the provider signs once and may deliver a day later, and
/// an event that is played back changes nothing.
#[must_use]
pub fn is_genuine(
    keys: &[EventKey],
    signature: Option<&str>,
    timestamp: Option<&str>,
    body: &[u8],
) -> bool {
    if keys.is_empty() {
        return true;
    }
    let signature = signature.and_then(|signature| BASE64_STANDARD.decode(signature.trim()).ok());
    let (Some(signature), Some(timestamp)) = (signature, timestamp) else { return false };
    let message = [timestamp.as_bytes(), body].concat();
    keys.iter().any(|key| key.verifies(&message, &signature))
}

/// An event that has been kept.
#[derive(Clone, Debug, diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = email_event, check_for_backend(diesel::pg::Pg))]
pub struct Event {
    /// Its key.
    pub id: i64,
    /// See [`EventKind`].
    pub kind: String,
    /// When, by the provider's clock.
    pub at: DateTime<Utc>,
    /// Whose mailbox it is about.
    pub recipient: String,
    /// What the receiving server said.
    pub reason: Option<String>,
}

/// What the mail provider has said about an email of a case, the latest first.
///
/// # Errors
/// As [`access::case`]; [`crate::DomainError::NotFound`] when the case has no such email.
pub async fn list(
    conn: &mut Connection,
    actor: &Account,
    case: Uuid,
    email: i32,
) -> Result<Vec<Event>> {
    access::case(conn, actor, case).await?;
    state_in_case(conn, case, email).await?;
    Ok(email_event::table
        .filter(email_event::email_id.eq(email))
        .order((email_event::at.desc(), email_event::id.desc()))
        .select(Event::as_select())
        .load(conn)
        .await?)
}
