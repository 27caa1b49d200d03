//! Mail through SendGrid's Web API v3.

use std::time::Duration;

use sendgrid::{
    SendgridError,
    v3::{Attachment, Content, Disposition, Email, Message, Personalization, SGMap, Sender},
};

use super::{ATTEMPT_ARGUMENT, Accepted, OutgoingMail, SendError, message};
use crate::{
    config::Secret,
    error::{DomainError, Result},
    integrations::http::Outside,
};

const API: &str = "https://api.sendgrid.com/v3/mail/send";
/// What SendGrid takes, all told: 30 MB. A larger call is cut off in the middle, with no answer.
const LARGEST_MESSAGE: usize = 30_000_000;

/// SendGrid counts calls by the minute.
const LIMIT_WINDOW: Duration = Duration::from_secs(60);

/// A SendGrid account.
pub struct SendGrid {
    sender: Sender<'static>,
    host: String,
}

impl SendGrid {
    /// Sets the client up.
    pub fn new(api_key: &Secret, outside: &Outside) -> Result<Self> {
        let headers = Sender::get_headers(api_key.expose())
            .map_err(|_| DomainError::Fatal("SENDGRID_API_KEY: not usable".to_owned()))?;
        Ok(Self {
            sender: Sender::new(api_key.expose(), Some(outside.client_with(headers)?)),
            host: outside.resolve(API)?.to_string(),
        })
    }

    /// Hands the message to SendGrid.
    pub async fn send(&self, mail: &OutgoingMail) -> Result<Accepted, SendError> {
        // Catches what SendGrid would refuse less clearly: addresses that are none.
        message::check_addresses(mail)?;
        if size(mail) > LARGEST_MESSAGE {
            return Err(SendError::rejected("sendgrid: larger than 30 MB"));
        }
        let attempt = mail.attempt.to_string();
        let ids = Ids::of(mail);
        let mut sender = self.sender.clone();
        sender.set_host(&self.host);
        let answer = sender.send(&compose(mail, &attempt, &ids)).await.map_err(|e| failure(&e))?;
        let id = answer.headers().get("x-message-id").and_then(|id| id.to_str().ok());
        Ok(Accepted { provider_id: id.unwrap_or_default().chars().take(128).collect() })
    }
}

/// The header values that hold message ids.
struct Ids {
    message_id: String,
    in_reply_to: Option<String>,
    references: String,
}

impl Ids {
    fn of(mail: &OutgoingMail) -> Self {
        let references: Vec<_> = mail.references.iter().map(|id| message::bracketed(id)).collect();
        Self {
            message_id: message::bracketed(&mail.message_id),
            in_reply_to: mail.in_reply_to.as_deref().map(message::bracketed),
            references: references.join(" "),
        }
    }
}

fn compose<'a>(mail: &'a OutgoingMail, attempt: &'a str, ids: &'a Ids) -> Message<'a> {
    let mut headers = SGMap::from([("Message-ID", ids.message_id.as_str())]);
    if let Some(id) = &ids.in_reply_to {
        headers.insert("In-Reply-To", id);
    }
    if !ids.references.is_empty() {
        headers.insert("References", &ids.references);
    }
    let mut to = Personalization::new(Email::new(&mail.to))
        .add_headers(&headers)
        .add_custom_args(&SGMap::from([(ATTEMPT_ARGUMENT, attempt)]));
    for cc in &mail.cc {
        to = to.add_cc(Email::new(cc));
    }
    let from = Email::new(&mail.from.address).set_name(&mail.from.name);
    let mut message = Message::new(from).set_subject(&mail.subject).add_personalization(to);
    // SendGrid refuses an empty part, and wants the plain text first.
    for (content_type, value) in [("text/plain", &mail.text), ("text/html", &mail.html)] {
        if !value.is_empty() {
            let content = Content::new().set_content_type(content_type).set_value(value);
            message = message.add_content(content);
        }
    }
    for file in &mail.attachments {
        message = message.add_attachment(
            Attachment::new()
                .set_content(&file.bytes)
                .set_filename(&file.name)
                .set_mime_type(&file.content_type)
                .set_disposition(Disposition::Attachment),
        );
    }
    message
}

/// How large the call becomes, about: attachments grow by a third in base64.
fn size(mail: &OutgoingMail) -> usize {
    let files: usize = mail.attachments.iter().map(|file| file.bytes.len().div_ceil(3) * 4).sum();
    files + mail.text.len() + mail.html.len()
}

fn failure(error: &SendgridError) -> SendError {
    match error {
        SendgridError::RequestNotSuccessful(answer) => {
            // The body may quote addresses, so only the status is kept.
            let reason = format!("sendgrid: status {}", answer.status.as_u16());
            match answer.status.as_u16() {
                // A bad gateway or its timeout says nothing about the server behind it.
                500 | 503 => SendError::transient(reason),
                429 => SendError::Transient { reason, retry_after: Some(LIMIT_WINDOW) },
                // The account's fault, not the message's: it can go once that is mended.
                401 | 403 => SendError::transient(reason),
                400..=499 => SendError::rejected(reason),
                _ => SendError::unknown(reason),
            }
        }
        SendgridError::ReqwestError(error) if error.is_connect() => {
            SendError::transient("sendgrid: out of reach")
        }
        SendgridError::ReqwestError(error) if error.is_timeout() => {
            SendError::unknown("sendgrid: no answer in time")
        }
        SendgridError::ReqwestError(_) => SendError::unknown("sendgrid: the connection broke"),
        _ => SendError::rejected("sendgrid: the message cannot be put together"),
    }
}
