//! Mail through SendGrid's Web API v3.

use std::{
    sync::LazyLock,
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use clerk_base::{clock::Clock, config::Secret, observe::metrics};
use regex::Regex;
use reqwest::{Client, Response, Url};
use sendgrid::v3::{
    Attachment, Content, Disposition, Email, Message, Personalization, SGMap, Sender,
};
use serde::Deserialize;

use super::{
    MAX_MESSAGE_BYTES, message,
    outgoing::{ATTEMPT_ARGUMENT, Accepted, OutgoingMail, SendError},
};
use crate::{
    error::{Result, ServiceError},
    http::{HttpClient, broken, retry_after},
};

const API: &str = "https://api.sendgrid.com/v3/mail/send";
/// SendGrid counts calls by the minute.
const LIMIT_WINDOW: Duration = Duration::from_secs(60);

/// How much of a refusal is kept, in characters.
const MAX_REASON: usize = 500;

/// A SendGrid account. The crate `sendgrid` puts the message together; the call is our own, because
/// the crate's drops the headers of a refusal, and with them how long to wait.
pub struct SendGrid {
    client: Client,
    url: Url,
}

impl SendGrid {
    /// Sets the client up.
    pub fn new(api_key: &Secret, http: &HttpClient) -> Result<Self> {
        let headers = Sender::get_headers(api_key.expose())
            .map_err(|_| ServiceError::Fatal("SENDGRID_API_KEY: not usable".to_owned()))?;
        Ok(Self { client: http.client_with(headers)?, url: http.resolve(API)? })
    }

    /// Asks what the key may do.
    pub async fn try_out(&self) -> Result<String> {
        #[derive(Deserialize)]
        struct Scopes {
            scopes: Vec<String>,
        }
        let url = self.url.as_str().replace("/mail/send", "/scopes");
        let answer = self.client.get(url).send().await;
        let answer = answer.map_err(|error| broken(API, &error))?;
        let status = answer.status();
        if !status.is_success() {
            return Err(ServiceError::Fatal(format!("api.sendgrid.com: status {status}")));
        }
        let scopes: Scopes = answer.json().await.map_err(|error| broken(API, &error))?;
        if scopes.scopes.iter().any(|scope| scope == "mail.send") {
            Ok("SendGrid's key may send".to_owned())
        } else {
            Err(ServiceError::Fatal("the key may not send mail".to_owned()))
        }
    }

    /// Hands the message to SendGrid.
    pub async fn send(&self, mail: &OutgoingMail) -> Result<Accepted, SendError> {
        // Catches what SendGrid would refuse less clearly: addresses that are none.
        message::check_addresses(mail)?;
        if size(mail) > MAX_MESSAGE_BYTES {
            return Err(SendError::rejected("sendgrid: larger than 30 MB"));
        }
        let attempt = mail.attempt.to_string();
        let ids = Ids::of(mail);
        let body = serde_json::to_vec(&compose(mail, &attempt, &ids))
            .map_err(|_| SendError::rejected("sendgrid: the message cannot be put together"))?;
        let call = self.client.post(self.url.clone()).body(body);
        let began = Instant::now();
        let answer = call.send().await;
        let status = answer.as_ref().ok().map(|answer| answer.status().as_u16());
        metrics::outside_call("api.sendgrid.com", status, began.elapsed());
        let answer = answer.map_err(|error| lost(&error))?;
        if !answer.status().is_success() {
            return Err(refused(answer, Clock::system().now()).await);
        }
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
fn size(mail: &OutgoingMail) -> u64 {
    let files: usize = mail.attachments.iter().map(|file| file.bytes.len().div_ceil(3) * 4).sum();
    (files + mail.text.len() + mail.html.len()) as u64
}

/// What a refusal says about itself.
#[derive(Deserialize)]
struct Refusal {
    #[serde(default)]
    errors: Vec<Complaint>,
}

#[derive(Deserialize)]
struct Complaint {
    #[serde(default)]
    message: String,
    field: Option<String>,
}

/// A refusal: 429 and a broken server are worth another attempt, any other 4xx is final.
async fn refused(answer: Response, now: DateTime<Utc>) -> SendError {
    let status = answer.status().as_u16();
    let asked = retry_after(answer.headers(), now);
    let body = answer.text().await.unwrap_or_default();
    let reason = match complaints(&body) {
        Some(complaints) => format!("sendgrid: status {status}: {complaints}"),
        None => format!("sendgrid: status {status}"),
    };
    match status {
        429 => SendError::Transient { reason, retry_after: asked.or(Some(LIMIT_WINDOW)) },
        400..=499 => SendError::rejected(reason),
        // A bad gateway or its timeout says nothing about the server behind it, which may have the
        // message.
        502 | 504 => SendError::unknown(reason),
        500..=599 => SendError::Transient { reason, retry_after: asked },
        _ => SendError::unknown(reason),
    }
}

/// What a refusal says, without the addresses that it may quote. Anything but the documented form,
/// such as a proxy's page, is not kept.
fn complaints(body: &str) -> Option<String> {
    static ADDRESS: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"[^\s<>()\x22',;:]+@[^\s<>()\x22',;:]+").ok());
    let refusal: Refusal = serde_json::from_str(body).ok()?;
    let complaints: Vec<String> = refusal
        .errors
        .iter()
        .filter(|complaint| !complaint.message.is_empty())
        .map(|complaint| match &complaint.field {
            Some(field) => format!("{} ({field})", complaint.message),
            None => complaint.message.clone(),
        })
        .collect();
    let text = ADDRESS.as_ref()?.replace_all(&complaints.join("; "), "[address]").replace('\0', "");
    (!text.is_empty()).then(|| text.chars().take(MAX_REASON).collect())
}

/// A call without an answer. Only when no connection was made is it sure that nothing went out.
fn lost(error: &reqwest::Error) -> SendError {
    if error.is_connect() {
        SendError::transient("sendgrid: out of reach")
    } else if error.is_timeout() {
        SendError::unknown("sendgrid: no answer in time")
    } else {
        SendError::unknown("sendgrid: the connection broke")
    }
}

#[cfg(test)]
mod tests {
    use super::complaints;

    #[test]
    fn reasons_hold_no_addresses() {
        let body = r#"{"errors": [
            {"message": "Does not contain a valid address: 'mary@example.com'.", "field": "to.0.email"},
            {"message": "Blocked <pat@example.com>", "field": null, "help": null}, {"field": "x"}]}"#;
        assert_eq!(
            complaints(body).unwrap(),
            "Does not contain a valid address: '[address]'. (to.0.email); Blocked <[address]>"
        );
        for body in ["", "mary@example.com", "{}", "[]", r#"{"errors": []}"#] {
            assert_eq!(complaints(body), None, "{body}");
        }
        let long = format!(r#"{{"errors": [{{"message": "{}"}}]}}"#, "é".repeat(1000));
        assert_eq!(complaints(&long).unwrap().chars().count(), 500);
    }
}
