//! The headers that tie emails together.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

/// The most earlier messages that are kept of an email's references.
const MAX_REFERENCES: usize = 30;

static ID: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"<([^<>\s]{1,500})>").ok());

/// What an email's headers say about other emails. Ids are without their angle brackets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers {
    /// `Message-ID`.
    pub message_id: Option<String>,
    /// `In-Reply-To`.
    pub in_reply_to: Option<String>,
    /// `References`, oldest first.
    pub references: Vec<String>,
}

impl Headers {
    /// Reads a block of headers as it came with a message.
    #[must_use]
    pub fn parse(block: &str) -> Self {
        let mut headers = Self::default();
        for (name, value) in unfold(block) {
            let found = || ids(&value);
            match name.as_str() {
                "message-id" => headers.message_id = found().into_iter().next(),
                "in-reply-to" => headers.in_reply_to = found().into_iter().next(),
                "references" => headers.references = found(),
                _ => {}
            }
        }
        headers.references = shortened(headers.references);
        headers
    }

    /// Reads the headers of an email as the mail provider posted it: `emails_email.received_data`.
    #[must_use]
    pub fn of_received(received: &Value) -> Self {
        let field = match received.get("headers") {
            Some(Value::Array(values)) => values.last(),
            other => other,
        };
        field.and_then(Value::as_str).map(Self::parse).unwrap_or_default()
    }

    /// The headers of an answer to an email with these.
    pub(super) fn answer(&self) -> Self {
        let mut references = self.references.clone();
        references.extend(self.message_id.clone());
        Self {
            message_id: None,
            in_reply_to: self.message_id.clone(),
            references: shortened(references),
        }
    }

    /// The emails that this one follows, the closest first.
    pub(super) fn earlier(&self) -> impl Iterator<Item = &str> {
        self.in_reply_to.iter().chain(self.references.iter().rev()).map(String::as_str)
    }
}

/// The first, which began the conversation, and the latest.
fn shortened(mut references: Vec<String>) -> Vec<String> {
    let surplus = references.len().saturating_sub(MAX_REFERENCES);
    if surplus > 0 {
        references.drain(1..=surplus);
    }
    references
}

fn ids(value: &str) -> Vec<String> {
    let Some(id) = ID.as_ref() else { return Vec::new() };
    id.captures_iter(value)
        .filter_map(|found| found.get(1))
        .map(|found| found.as_str().chars().filter(|letter| !letter.is_control()).collect())
        .collect()
}

/// The headers of a block as they are written, names in lower case, continued lines joined. Not by
/// `mail_parser`, which decodes values: ids and parameters are wanted raw, of broken blocks too.
pub fn unfold(head: &str) -> impl Iterator<Item = (String, String)> {
    let mut lines = head.lines().peekable();
    std::iter::from_fn(move || {
        loop {
            let first = lines.next()?;
            let mut line = first.to_owned();
            while let Some(more) = lines.next_if(|line| line.starts_with([' ', '\t'])) {
                line.push(' ');
                line.push_str(more.trim());
            }
            if let Some((name, value)) = line.split_once(':') {
                return Some((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_headers_are_read_over_their_lines() {
        let headers = Headers::parse(
            "Received: by x\r\nMessage-Id:\r\n <a.1@x>\r\nIN-REPLY-TO: <b@y>\nreferences: <c@z>\n\t<b@y>\nSubject: <d@d>",
        );
        assert_eq!(headers.message_id.as_deref(), Some("a.1@x"));
        assert_eq!(headers.in_reply_to.as_deref(), Some("b@y"));
        assert_eq!(headers.references, ["c@z", "b@y"]);
        assert_eq!(headers.earlier().collect::<Vec<_>>(), ["b@y", "b@y", "c@z"]);
        let answer = headers.answer();
        assert_eq!(answer.in_reply_to.as_deref(), Some("a.1@x"));
        assert_eq!(answer.references, ["c@z", "b@y", "a.1@x"]);
    }

    #[test]
    fn nonsense_is_nothing() {
        for block in ["", "Message-ID: none", "Message-ID: <>", ":", " x", "Message-ID: <a b>"] {
            assert_eq!(Headers::parse(block), Headers::default(), "{block}");
        }
        let many: String = (0..100).map(|at| format!("<{at}@x> ")).collect();
        let references = Headers::parse(&format!("References: {many}")).references;
        assert_eq!(references.len(), MAX_REFERENCES);
        assert_eq!((references[0].as_str(), references[29].as_str()), ("0@x", "99@x"));
    }
}
