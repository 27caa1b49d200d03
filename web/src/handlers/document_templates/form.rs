//! Reading a topic and files from a multipart body, a piece at a time.

use actix_multipart::{Field, Multipart};
use clerk_domain::{
    DomainError, FieldError, document_templates::NewFile, error::Result, uploads::Incoming,
    vocabulary::cases::ACTIVE_TOPIC,
};
use futures_util::StreamExt;

/// Longer than any topic.
const MAX_TOPIC: usize = 100;

/// A form that has arrived.
pub struct Form {
    /// What the templates are about.
    pub topic: String,
    /// The files, one at least.
    pub files: Vec<NewFile>,
}

enum Part {
    Topic(Vec<u8>),
    File(Box<NewFile>),
    Other,
}

#[derive(Default)]
struct Parts {
    topic: Option<Vec<u8>>,
    files: Vec<NewFile>,
    errors: Vec<FieldError>,
}

/// Reads a form whose files have `limit` bytes at most, all together. What is too much is read and
/// thrown away, so that the answer reaches a client that is still sending; there is an end to that
/// after twice `limit` bytes.
///
/// # Errors
/// [`DomainError::Invalid`] for `topic` and `files`, [`DomainError::Files`] when a file cannot be kept.
pub(super) async fn receive(mut body: Multipart, limit: u64) -> Result<Form> {
    let mut parts = Parts::default();
    let mut read = 0;
    while let Some(Ok(mut field)) = body.next().await {
        let mut part = parts.begin(&field, limit)?;
        while let Some(piece) = field.next().await {
            let Ok(piece) = piece else {
                return Err(DomainError::invalid("files", "invalid", "The upload was cut short."));
            };
            read += piece.len() as u64;
            if read > limit.saturating_mul(2) {
                return Err(too_large(limit));
            }
            if read <= limit {
                part.take(&piece).await?;
            }
        }
        parts.end(part);
    }
    if read > limit { Err(too_large(limit)) } else { parts.finish() }
}

impl Part {
    async fn take(&mut self, piece: &[u8]) -> Result<()> {
        match self {
            Self::Topic(text) if text.len() + piece.len() <= MAX_TOPIC => text.extend(piece),
            Self::File(file) => file.incoming.write(piece).await?,
            Self::Topic(_) | Self::Other => {}
        }
        Ok(())
    }
}

impl Parts {
    fn begin(&mut self, field: &Field, limit: u64) -> Result<Part> {
        let name = field.content_disposition().and_then(|disposition| disposition.get_filename());
        match (field.name(), name) {
            (Some("topic"), _) => Ok(Part::Topic(Vec::new())),
            (Some("files"), Some(name)) if !name.is_empty() => {
                let name = name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
                let incoming = Incoming::new(limit)?;
                Ok(Part::File(Box::new(NewFile { name, incoming })))
            }
            (Some("files"), None) => {
                let attr = format!("files.{}", self.files.len());
                self.errors.push(FieldError::new(attr, "invalid", "This is not a file."));
                Ok(Part::Other)
            }
            _ => Ok(Part::Other),
        }
    }

    fn end(&mut self, part: Part) {
        match part {
            Part::Topic(text) => self.topic = Some(text),
            Part::File(file) => self.files.push(*file),
            Part::Other => {}
        }
    }

    fn finish(mut self) -> Result<Form> {
        let required = |attr| FieldError::new(attr, "required", "This field is required.");
        let topic = self.topic.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        match &topic {
            None => self.errors.push(required("topic")),
            Some(topic) if !ACTIVE_TOPIC.contains(topic) => {
                let detail = format!("\"{topic}\" is not one of the choices.");
                self.errors.push(FieldError::new("topic", "invalid_choice", detail));
            }
            Some(_) => {}
        }
        if self.files.is_empty() && self.errors.iter().all(|error| error.attr == "topic") {
            self.errors.push(required("files"));
        }
        match topic {
            Some(topic) if self.errors.is_empty() => Ok(Form { topic, files: self.files }),
            _ => Err(DomainError::Invalid(self.errors)),
        }
    }
}

fn too_large(limit: u64) -> DomainError {
    let detail = format!("This is too much at once. All files together may have {limit} bytes.");
    DomainError::invalid("files", "invalid", detail)
}
