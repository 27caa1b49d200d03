//! A message to hand over, and what may become of it.

use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// The custom argument and header that carry [`OutgoingMail::attempt`] to the provider, whose
/// delivery events carry it back.
pub const ATTEMPT_ARGUMENT: &str = "clerk_attempt";

/// Who a message is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    /// What a mail program shows.
    pub name: String,
    /// The bare address.
    pub address: String,
}

/// A file that goes with a message.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// The name that the recipient sees.
    pub name: String,
    /// Its media type.
    pub content_type: String,
    /// Its bytes.
    pub bytes: Bytes,
}

/// A message to hand over. The header fields are without angle brackets where they are ids.
#[derive(Clone, Debug)]
pub struct OutgoingMail {
    /// The row in `clerk.email_attempt` that stands for this call.
    pub attempt: Uuid,
    /// The `Date` header.
    pub date: DateTime<Utc>,
    /// The sender.
    pub from: Sender,
    /// The recipient.
    pub to: String,
    /// Who gets a copy.
    pub cc: Vec<String>,
    /// The subject.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The HTML version, empty for none.
    pub html: String,
    /// The `Message-ID`, the same for every attempt at one email.
    pub message_id: String,
    /// The message that this one answers.
    pub in_reply_to: Option<String>,
    /// The thread that it belongs to, oldest first.
    pub references: Vec<String>,
    /// Files.
    pub attachments: Vec<Attachment>,
}

/// The provider has taken the message over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The provider's own id of the message, at most 128 characters; empty when it gave none.
    pub provider_id: String,
}

/// Why a message was not, or perhaps not, taken over. Reasons hold no personal data.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// It was certainly not taken over, and a later attempt may succeed.
    #[error("{reason}")]
    Transient {
        /// What happened.
        reason: String,
        /// How long the provider wants to be left alone.
        retry_after: Option<Duration>,
    },
    /// It was certainly not taken over and never will be as it is.
    #[error("{reason}")]
    Rejected {
        /// What happened.
        reason: String,
    },
    /// It is not known: the connection broke after the message had gone out.
    #[error("{reason}")]
    Unknown {
        /// What happened.
        reason: String,
    },
}

impl SendError {
    pub(super) fn transient(reason: impl Into<String>) -> Self {
        Self::Transient { reason: reason.into(), retry_after: None }
    }

    pub(super) fn rejected(reason: impl Into<String>) -> Self {
        Self::Rejected { reason: reason.into() }
    }

    pub(super) fn unknown(reason: impl Into<String>) -> Self {
        Self::Unknown { reason: reason.into() }
    }
}
