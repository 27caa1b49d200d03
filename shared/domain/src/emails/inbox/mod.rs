//! Mail that comes in (table `clerk.inbound_message`): every post of the webhook is stored whole before
//! it is answered, a job makes an email of its case out of it, and what fits no case goes to a tray for
//! people.
//!
//! The story is `clerk_workflows::mail_comes_in`, which calls, in this order: [`find_waiting`],
//! [`read`], [`route`], [`store_files`] and [`write`], or [`tray::put`].
//!
//! Other verbs: [`store`] for a [`Post`]; [`tray`] for people; [`reingest_message`], [`reingest_email`] and
//! [`list_unfinished`] for the command line; [`clean_up`].

mod addresses;
mod charset;
mod clean_up;
mod digest;
mod files;
mod kind;
mod message;
mod mime;
mod model;
mod multipart;
mod parse;
mod reingest;
mod route;
mod store;
pub mod tray;
mod write;

use bytes::Bytes;

pub use clean_up::clean_up;
pub use digest::of_fields;
pub use files::{StoredFile, store_files};
pub use kind::{Kind, kind};
pub use message::{File, Message, MessageIds};
pub use model::{InboundState, Ingestion, Reason, Unrouted};
pub use multipart::{Part, parts};
pub use reingest::{list_unfinished, reingest_email, reingest_message};
pub use route::{Route, route};
pub use store::{Post, StoredPost, find_waiting, store};
pub use write::{InboundEmail, write};

use crate::error::{DomainError, Result};

/// Reads a post: the message, and the digest of its fields.
///
/// # Errors
/// [`DomainError::Fatal`] when reading it panics.
pub async fn read(content_type: String, body: Bytes) -> Result<(Message, String)> {
    in_background(move || {
        let message = Message::parse(&content_type, &body);
        let hash = of_fields(&message.fields);
        (message, hash)
    })
    .await
}

/// Work that takes long and never waits.
async fn in_background<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| DomainError::Fatal(format!("reading a message: {error}")))
}
