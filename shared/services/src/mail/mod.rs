//! Outgoing mail: one message, three ways to hand it over, and an honest answer about what became
//! of it.

mod file;
mod message;
mod outgoing;
mod sendgrid;
mod smtp;

use std::time::Duration;

use clerk_base::config::{MailConfig, MailTransport};

use crate::{
    error::{Result, ServiceError},
    http::HttpClient,
};

pub use outgoing::{ATTEMPT_ARGUMENT, Accepted, Attachment, OutgoingMail, SendError, Sender};

/// The mail provider takes 30 MB, all told, where attached files are encoded as base64 and so a third
/// larger. A larger call to `SendGrid` is cut off in the middle, with no answer; so no single attachment
/// can be larger either.
pub const MAX_MESSAGE_BYTES: u64 = 30_000_000;

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
    pub fn new(config: &MailConfig, http: &HttpClient) -> Result<Self> {
        let transport = match &config.transport {
            MailTransport::SendGrid { api_key } => {
                Transport::SendGrid(sendgrid::SendGrid::new(api_key, http)?)
            }
            MailTransport::Smtp(smtp) => Transport::Smtp(smtp::Smtp::new(smtp, http.timeout())?),
            MailTransport::File { dir } => Transport::File(file::Folder::new(dir.clone())),
        };
        Ok(Self { transport, limit: http.timeout() * 2 })
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
