//! What kind of message it is: from a person, or from a machine.

use super::{Message, addresses};

/// Who wrote a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A person, as far as one can tell.
    Personal,
    /// A mail server that could not deliver one of our emails.
    Bounce,
    /// A machine that answers everything: "out of office".
    AutoReply,
    /// One of our own mails.
    Loop,
}

/// How subjects of automatic answers begin, for senders that do not say so in a header.
const SUBJECTS: [&str; 8] = [
    "automatic reply",
    "auto reply",
    "auto-reply",
    "autoreply",
    "automatische antwort",
    "réponse automatique",
    "out of office",
    "out-of-office",
];

/// What kind of message it is. `domains` are those of the case addresses.
#[must_use]
pub fn kind(message: &Message, domains: &[&str]) -> Kind {
    if is_ours(message, domains) {
        Kind::Loop
    } else if is_bounce(message) {
        Kind::Bounce
    } else if is_auto_reply(message) {
        Kind::AutoReply
    } else {
        Kind::Personal
    }
}

/// Only Clerk writes from the address of a case, or makes ids on their domain.
fn is_ours(message: &Message, domains: &[&str]) -> bool {
    let is_case =
        |address: &String| addresses::case_digits(address, domains.iter().copied()).is_some();
    let senders = addresses::bare(message.field("from"));
    if senders.iter().chain([&message.sender()]).any(is_case) {
        return true;
    }
    let id = message.ids().message_id;
    let host = id.as_deref().and_then(|id| id.rsplit_once('@')).map(|(_, host)| host);
    if host.is_some_and(|host| domains.iter().any(|domain| domain.eq_ignore_ascii_case(host))) {
        return true;
    }
    message.header("x-loop").flat_map(addresses::bare).any(|address| is_case(&address))
}

fn is_bounce(message: &Message) -> bool {
    let sender = message.sender().to_ascii_lowercase();
    let local = sender.split('@').next().unwrap_or_default();
    let is_report = message.header("content-type").any(|value| {
        let kind = value.to_ascii_lowercase();
        kind.starts_with("multipart/report") && kind.contains("delivery-status")
    });
    is_report
        || message.header("x-failed-recipients").next().is_some()
        || (message.has_null_sender() && local == "postmaster")
        || local == "mailer-daemon"
}

/// Whether the sender says that a machine wrote it.
fn is_marked(message: &Message) -> bool {
    let is = |name, values: &[&str]| {
        message.header(name).any(|value| {
            let value =
                value.split([';', '(', ' ']).next().unwrap_or_default().trim().to_ascii_lowercase();
            values.contains(&value.as_str())
        })
    };
    is("auto-submitted", &["auto-replied", "auto-generated", "auto-notified"])
        || is("precedence", &["auto_reply", "auto-reply"])
        || ["x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply"]
            .iter()
            .any(|name| message.header(name).next().is_some())
}

fn is_auto_reply(message: &Message) -> bool {
    let subject = message.field("subject").trim().to_lowercase();
    let is_bulk = message
        .header("precedence")
        .any(|value| matches!(value.trim().to_ascii_lowercase().as_str(), "bulk" | "junk"));
    let sounds_like_it = SUBJECTS.iter().any(|beginning| subject.starts_with(beginning));
    is_marked(message) || (sounds_like_it && (is_bulk || message.has_null_sender()))
        // Outlook translates the mark away, but not this.
        || subject.starts_with("automatic reply:")
}
