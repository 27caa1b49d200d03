//! The MIME form of a message, for SMTP and files.

use lettre::{
    Address, Message,
    message::{
        Attachment as Part, Body, Mailbox, MessageBuilder, MultiPart, SinglePart,
        header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue},
    },
};

use super::outgoing::{ATTEMPT_ARGUMENT, Attachment, OutgoingMail, SendError};

/// Builds the MIME message.
///
/// # Errors
/// [`SendError::Rejected`] when an address is not one.
pub fn build(mail: &OutgoingMail) -> Result<Message, SendError> {
    let from = Mailbox::new(Some(mail.from.name.clone()), address("sender", &mail.from.address)?);
    let mut message = Message::builder()
        .from(from)
        .to(Mailbox::new(None, address("recipient", &mail.to)?))
        .subject(mail.subject.as_str())
        .date(mail.date.into())
        .message_id(Some(bracketed(&mail.message_id)))
        .raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str("X-Clerk-Attempt"),
            mail.attempt.to_string(),
        ))
        // SendGrid's relay takes custom arguments from this header, and removes it.
        .raw_header(HeaderValue::new(
            HeaderName::new_from_ascii_str("X-SMTPAPI"),
            format!(r#"{{"unique_args":{{"{ATTEMPT_ARGUMENT}":"{}"}}}}"#, mail.attempt),
        ));
    for cc in &mail.cc {
        message = message.cc(Mailbox::new(None, address("copy", cc)?));
    }
    if let Some(id) = &mail.in_reply_to {
        message = message.in_reply_to(bracketed(id));
    }
    if !mail.references.is_empty() {
        let ids: Vec<_> = mail.references.iter().map(|id| bracketed(id)).collect();
        message = message.references(ids.join(" "));
    }
    finish(message, mail).map_err(|_| SendError::rejected("the message cannot be put together"))
}

/// Whether every address is one.
///
/// # Errors
/// [`SendError::Rejected`] for the first that is not.
pub fn check_addresses(mail: &OutgoingMail) -> Result<(), SendError> {
    address("sender", &mail.from.address)?;
    address("recipient", &mail.to)?;
    mail.cc.iter().try_for_each(|cc| address("copy", cc).map(|_| ()))
}

fn finish(message: MessageBuilder, mail: &OutgoingMail) -> Result<Message, lettre::error::Error> {
    let text = || SinglePart::plain(mail.text.clone());
    let html = || SinglePart::html(mail.html.clone());
    let both = || MultiPart::alternative().singlepart(text()).singlepart(html());
    if mail.attachments.is_empty() {
        return if mail.html.is_empty() {
            message.singlepart(text())
        } else {
            message.multipart(both())
        };
    }
    let mut mixed = if mail.html.is_empty() {
        MultiPart::mixed().singlepart(text())
    } else {
        MultiPart::mixed().multipart(both())
    };
    for attachment in &mail.attachments {
        mixed = mixed.singlepart(part(attachment));
    }
    message.multipart(mixed)
}

fn part(attachment: &Attachment) -> SinglePart {
    let content_type = ContentType::parse(&attachment.content_type).unwrap_or(BINARY.clone());
    // Always base64: mail servers may change the line ends of anything else.
    let body = Body::new_with_encoding(attachment.bytes.to_vec(), ContentTransferEncoding::Base64)
        .unwrap_or_else(Body::new);
    Part::new(attachment.name.clone()).body(body, content_type)
}

static BINARY: std::sync::LazyLock<ContentType> = std::sync::LazyLock::new(|| {
    ContentType::parse("application/octet-stream").unwrap_or(ContentType::TEXT_PLAIN)
});

fn address(role: &str, text: &str) -> Result<Address, SendError> {
    text.parse().map_err(|_| SendError::rejected(format!("the {role} is not a mail address")))
}

/// A message id as headers write it.
pub fn bracketed(id: &str) -> String {
    format!("<{id}>")
}
