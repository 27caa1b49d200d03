//! Posts as the mail provider makes them.

use serde_json::{Map, json};

use super::{ADDRESS, DIGITS};

/// The provider's own boundary.
const BOUNDARY: &str = "xYzZY";

/// A form on its way.
#[derive(Clone, Debug, Default)]
pub struct Form {
    parts: Vec<Part>,
}

#[derive(Clone, Debug)]
struct Part {
    name: String,
    file: Option<(String, String)>,
    body: Vec<u8>,
}

impl Form {
    /// A form without fields.
    pub fn empty() -> Self {
        Self::default()
    }

    /// A message to the case of the tests.
    pub fn message(subject: &str, text: &str) -> Self {
        Self::to(ADDRESS, subject, text)
    }

    /// A message to this address.
    pub fn to(recipient: &str, subject: &str, text: &str) -> Self {
        let id = format!("{:x}", md5(&format!("{recipient}{subject}{text}")));
        Self::empty()
            .field("headers", &format!("From: Mary <mary@example.com>\nMessage-ID: <{id}@mail.example.com>\nSubject: {subject}\n"))
            .field("to", recipient)
            .field("from", "Mary Nguyen <mary@example.com>")
            .field("subject", subject)
            .field("text", text)
            .envelope("mary@example.com", &[recipient])
            .field("charsets", r#"{"to":"UTF-8","from":"UTF-8","subject":"UTF-8","text":"utf-8"}"#)
    }

    /// A message that comes unopened.
    pub fn raw(mime: &[u8]) -> Self {
        Self::empty().envelope("mary@example.com", &[ADDRESS]).bytes("email", mime)
    }

    /// Sets a field, in place of one of the same name.
    pub fn field(self, name: &str, value: &str) -> Self {
        self.bytes(name, value.as_bytes())
    }

    /// The same with any bytes.
    pub fn bytes(mut self, name: &str, value: &[u8]) -> Self {
        self.parts.retain(|part| part.name != name || part.file.is_some());
        self.parts.push(Part { name: name.to_owned(), file: None, body: value.to_vec() });
        self
    }

    /// Leaves a field out.
    pub fn without(mut self, name: &str) -> Self {
        self.parts.retain(|part| part.name != name);
        self
    }

    /// The mail server's sender and recipients.
    pub fn envelope(self, from: &str, to: &[&str]) -> Self {
        self.field("envelope", &json!({ "to": to, "from": from }).to_string())
    }

    /// The headers of the message; a `Message-ID` is added when there is none.
    pub fn headers(self, headers: &str) -> Self {
        self.field("headers", headers)
    }

    /// Adds a file.
    pub fn file(mut self, name: &str, content_type: &str, bytes: &[u8]) -> Self {
        let number = 1 + self.parts.iter().filter(|part| part.file.is_some()).count();
        self.parts.push(Part {
            name: format!("attachment{number}"),
            file: Some((name.to_owned(), content_type.to_owned())),
            body: bytes.to_vec(),
        });
        self
    }

    /// Adds an image that the HTML names.
    pub fn image(self, cid: &str, name: &str, bytes: &[u8]) -> Self {
        let form = self.file(name, "image/png", bytes);
        let last = form.parts.last().unwrap().name.clone();
        let mut ids = Map::new();
        ids.insert(cid.to_owned(), json!(last));
        form.field("content-ids", &json!(ids).to_string())
    }

    /// The header of the post.
    pub fn content_type() -> String {
        format!("multipart/form-data; boundary={BOUNDARY}")
    }

    /// The body of the post.
    pub fn body(&self) -> Vec<u8> {
        self.body_with(BOUNDARY)
    }

    /// The body with another boundary.
    pub fn body_with(&self, boundary: &str) -> Vec<u8> {
        let mut body = Vec::new();
        for part in &self.parts {
            let mut head =
                format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"", part.name);
            if let Some((name, content_type)) = &part.file {
                let name = name.replace('\\', "\\\\").replace('"', "\\\"");
                head.push_str(&format!("; filename=\"{name}\"\r\nContent-Type: {content_type}"));
            }
            head.push_str("\r\n\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(&part.body);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        body
    }
}

/// A number that differs for different texts.
fn md5(text: &str) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    (text, DIGITS).hash(&mut hasher);
    hasher.finish()
}
