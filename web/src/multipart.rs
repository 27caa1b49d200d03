//! Reading the file of a multipart body, a piece at a time.

use actix_multipart::{Field, Multipart};
use clerk_domain::{DomainError, error::Result, uploads::Incoming};
use futures_util::StreamExt;

/// The name of the part.
const PART: &str = "file";
/// Bytes that are read and thrown away at least.
const MIN_SURPLUS: u64 = 32 * 1024 * 1024;

/// A file that has arrived, and what its sender called it.
pub struct Received {
    /// Its bytes.
    pub incoming: Incoming,
    /// Its name, not to be trusted.
    pub name: String,
    /// Its media type, not to be trusted either.
    pub content_type: Option<String>,
}

/// Reads the first part called `file` into what `incoming` makes. Whatever else there is, is read and
/// thrown away, so that the answer reaches a client that is still sending; there is an end to that
/// after twice `limit` bytes, or somewhat more when the limit is low.
///
/// # Errors
/// [`DomainError::Invalid`] when there is no such part, it is no file, or larger than `limit` bytes;
/// [`DomainError::Files`] when it cannot be kept.
pub async fn receive(
    mut body: Multipart,
    limit: u64,
    incoming: impl Fn() -> Result<Incoming>,
) -> Result<Received> {
    let mut received = None;
    let mut surplus = Surplus(limit.max(MIN_SURPLUS));
    while let Some(Ok(mut field)) = body.next().await {
        let is_wanted = received.is_none() && field.name() == Some(PART);
        let begun = if is_wanted { begin(&field, &incoming) } else { Err(missing()) };
        let result = read(&mut field, begun, &mut surplus).await;
        if is_wanted {
            received = Some(result);
        }
        if surplus.is_used_up() {
            break;
        }
    }
    received.unwrap_or_else(|| Err(missing()))
}

fn begin(field: &Field, incoming: impl Fn() -> Result<Incoming>) -> Result<Received> {
    match field.content_disposition().and_then(|disposition| disposition.get_filename()) {
        None => Err(wrong("invalid", "This is not a file.")),
        Some("") => Err(missing()),
        Some(name) => Ok(Received {
            incoming: incoming()?,
            name: name.to_owned(),
            content_type: field.content_type().map(ToString::to_string),
        }),
    }
}

/// Reads a part to its end. Once there is nothing to keep, it is read in vain.
async fn read(
    field: &mut Field,
    mut received: Result<Received>,
    surplus: &mut Surplus,
) -> Result<Received> {
    while let Some(piece) = field.next().await {
        let Ok(piece) = piece else {
            surplus.0 = 0;
            return Err(wrong("invalid", "The upload was cut short."));
        };
        received = match received {
            Ok(mut kept) => kept.incoming.write(&piece).await.map(|()| kept),
            Err(error) => {
                surplus.use_up(piece.len());
                if surplus.is_used_up() {
                    return Err(error);
                }
                Err(error)
            }
        };
    }
    received
}

/// How many bytes may still be read in vain.
struct Surplus(u64);

impl Surplus {
    fn use_up(&mut self, bytes: usize) {
        self.0 = self.0.saturating_sub(bytes as u64);
    }

    fn is_used_up(&self) -> bool {
        self.0 == 0
    }
}

fn missing() -> DomainError {
    wrong("required", "There is no file.")
}

fn wrong(code: &'static str, detail: &'static str) -> DomainError {
    DomainError::invalid(PART, code, detail)
}
