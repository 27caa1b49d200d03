//! The files of a message, in the file store before the email is written.

use clerk_base::text::cut;
use futures_util::future::try_join_all;

use super::{File, in_background};
use crate::{Context, emails::attachment::key_of_inbound, error::Result};

/// Files on their way to the file store at a time.
const AT_ONCE: usize = 8;
/// Width of the column of the media type.
const MAX_CONTENT_TYPE: usize = 128;
/// Width of the column of the content id.
const MAX_CONTENT_ID: usize = 1024;

/// An attachment whose bytes are in the file store.
#[derive(Clone, Debug)]
pub struct StoredFile {
    /// Where.
    pub key: String,
    /// What the sender says that it is.
    pub content_type: String,
    pub(super) content_id: Option<String>,
}

impl StoredFile {
    /// A file of a message, to be kept under this key.
    fn new(file: &File, key: String) -> Self {
        let stated = file.content_type.split(';').next().unwrap_or_default().trim();
        let is_type = stated.contains('/')
            && stated.bytes().all(|byte| byte.is_ascii_graphic())
            && stated.len() <= MAX_CONTENT_TYPE;
        let content_type = if is_type { stated } else { "application/octet-stream" };
        let content_id = file.content_id.as_deref().map(|id| cut(id, MAX_CONTENT_ID).to_owned());
        Self { key, content_type: content_type.to_ascii_lowercase(), content_id }
    }
}

/// Stores the files of a message. Harmless when repeated: the same file has the same key.
pub async fn store_files(ctx: &Context, files: &[File]) -> Result<Vec<StoredFile>> {
    let owned = files.to_vec();
    let keys = move || owned.iter().map(|file| key_of_inbound(&file.name, &file.bytes)).collect();
    let keys: Vec<String> = in_background(keys).await?;
    let stored: Vec<_> =
        files.iter().zip(keys).map(|(file, key)| StoredFile::new(file, key)).collect();
    let all: Vec<_> = files.iter().zip(&stored).collect();
    for some in all.chunks(AT_ONCE) {
        let puts = some.iter().map(|(file, stored)| {
            ctx.files.put(&stored.key, &stored.content_type, file.bytes.clone())
        });
        try_join_all(puts).await?;
    }
    Ok(stored)
}
