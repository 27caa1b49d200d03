//! Reading the file from a multipart body, a piece at a time.

use actix_multipart::{Field, Multipart};
use clerk_shared::{DomainError, domain::uploads::Incoming, error::Result};
use futures_util::{StreamExt, TryStreamExt, stream::Fuse};

/// The name of the part.
const PART: &str = "file";

/// A file that has arrived, and what its sender called it.
pub struct Received {
    /// Its bytes.
    pub incoming: Incoming,
    /// Its name, not to be trusted.
    pub name: String,
}

/// Reads the first part called `file`. Whatever else there is, is read and thrown away, so that the
/// answer reaches a client that is still sending; there is an end to that after twice `limit` bytes.
///
/// # Errors
/// [`DomainError::Invalid`] when there is no such part, it is no file, or larger than `limit` bytes;
/// [`DomainError::Files`] when it cannot be kept.
pub async fn receive(mut body: Multipart, limit: u64) -> Result<Received> {
    let mut received = None;
    let mut surplus = Surplus { left: limit };
    while let Some(field) = body.next().await {
        // Fused, since a field that has been read to its end must not be asked again.
        let Ok(mut field) = field.map(StreamExt::fuse) else { break };
        if received.is_none() && field.get_ref().name() == Some(PART) {
            received = Some(keep(&mut field, limit).await);
        }
        if surplus.drain(field).await.is_err() {
            break;
        }
    }
    received.unwrap_or_else(|| Err(missing()))
}

async fn keep(field: &mut Fuse<Field>, limit: u64) -> Result<Received> {
    let disposition = field.get_ref().content_disposition();
    let name = disposition.and_then(|it| it.get_filename()).map(str::to_owned);
    let name = match name {
        None => return Err(wrong("invalid", "This is not a file.")),
        Some(name) if name.is_empty() => return Err(missing()),
        Some(name) => name,
    };
    let mut incoming = Incoming::new(limit)?;
    while let Some(piece) = field.next().await {
        let piece = piece.map_err(|_| wrong("invalid", "The upload was cut short."))?;
        incoming.write(&piece).await?;
    }
    Ok(Received { incoming, name })
}

/// How much may still be read in vain.
struct Surplus {
    left: u64,
}

impl Surplus {
    async fn drain(&mut self, mut field: Fuse<Field>) -> std::result::Result<(), ()> {
        while let Some(piece) = field.try_next().await.map_err(|_| ())? {
            self.left = self.left.checked_sub(piece.len() as u64).ok_or(())?;
        }
        Ok(())
    }
}

fn missing() -> DomainError {
    wrong("required", "There is no file.")
}

fn wrong(code: &'static str, detail: &'static str) -> DomainError {
    DomainError::invalid(PART, code, detail)
}
