//! Outgoing mail: one message, three ways to hand it over, and an honest answer about what became
//! of it.

mod file;
mod message;
mod sendgrid;
mod smtp;

use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use clerk_base::config::{MailConfig, MailTransport};
use uuid::Uuid;

use super::http::Outside;
use crate::error::{Result, ServiceError};

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
    /// Nobody can tell: the connection broke after the message had gone out.
    #[error("{reason}")]
    Unknown {
        /// What happened.
        reason: String,
    },
}

impl SendError {
    fn transient(reason: impl Into<String>) -> Self {
        Self::Transient { reason: reason.into(), retry_after: None }
    }

    fn rejected(reason: impl Into<String>) -> Self {
        Self::Rejected { reason: reason.into() }
    }

    fn unknown(reason: impl Into<String>) -> Self {
        Self::Unknown { reason: reason.into() }
    }
}

/// Sends mail.
pub struct Mailer {
    transport: Transport,
    limit: Duration,
}

enum Transport {
    SendGrid(sendgrid::SendGrid),
    Smtp(smtp::Smtp),
    File(file::Folder),
}

impl Mailer {
    /// Sets the transport up. Opens no connection.
    ///
    /// # Errors
    /// Fails when the transport's settings are unusable.
    pub fn new(config: &MailConfig, outside: &Outside) -> Result<Self> {
        let transport = match &config.transport {
            MailTransport::SendGrid { api_key } => {
                Transport::SendGrid(sendgrid::SendGrid::new(api_key, outside)?)
            }
            MailTransport::Smtp(smtp) => Transport::Smtp(smtp::Smtp::new(smtp, outside.timeout())?),
            MailTransport::File { dir } => Transport::File(file::Folder::new(dir.clone())),
        };
        Ok(Self { transport, limit: outside.timeout() * 2 })
    }

    /// No call to [`Mailer::send`] takes longer than this.
    #[must_use]
    pub fn limit(&self) -> Duration {
        self.limit
    }

    /// Whether the provider lets us in. Sends nothing.
    ///
    /// # Errors
    /// Says what the provider, or the folder, objects to.
    pub async fn try_out(&self) -> Result<String> {
        let trying = async {
            match &self.transport {
                Transport::SendGrid(sendgrid) => sendgrid.try_out().await,
                Transport::Smtp(smtp) => smtp.try_out().await,
                Transport::File(_) => Ok("mail is written to files".to_owned()),
            }
        };
        let late = || Err(ServiceError::Unavailable("no answer in time".to_owned()));
        tokio::time::timeout(self.limit, trying).await.unwrap_or_else(|_| late())
    }

    /// Hands a message over, once.
    ///
    /// # Errors
    /// See [`SendError`]. Only after [`SendError::Transient`] may the caller send it again.
    pub async fn send(&self, mail: &OutgoingMail) -> Result<Accepted, SendError> {
        let sending = async {
            match &self.transport {
                Transport::SendGrid(sendgrid) => sendgrid.send(mail).await,
                Transport::Smtp(smtp) => smtp.send(mail).await,
                Transport::File(folder) => folder.send(mail).await,
            }
        };
        tokio::time::timeout(self.limit, sending)
            .await
            .unwrap_or_else(|_| Err(SendError::unknown("no answer in time")))
    }
}
