//! A file on its way in: kept in a temporary file, hashed and counted as it arrives.

use std::{fs::File as StdFile, path::Path};

use md5::{Digest, Md5};
use tempfile::TempPath;
use tokio::{
    fs::File,
    io::{AsyncWriteExt, BufWriter},
};

use super::{Kind, sniff};
use crate::error::{DomainError, Result};

/// How much is gathered before it is written.
const BUFFER: usize = 256 * 1024;

/// An upload that has not all arrived. The temporary file goes when this is dropped.
pub struct Incoming {
    file: BufWriter<File>,
    path: TempPath,
    hash: Md5,
    size: u64,
    limit: u64,
    too_large: String,
}

/// An upload that has arrived, with what its content says.
pub(crate) struct Arrived {
    pub(crate) path: TempPath,
    pub(crate) md5: String,
    pub(crate) size: u64,
    pub(crate) kind: Option<Kind>,
}

impl Incoming {
    /// Begins an upload of at most `limit` bytes.
    ///
    /// # Errors
    /// [`DomainError::Files`] when there can be no temporary file.
    pub fn new(limit: u64) -> Result<Self> {
        let (file, path) = tempfile::NamedTempFile::new().map_err(failed)?.into_parts();
        let file = BufWriter::with_capacity(BUFFER, File::from_std(file));
        let too_large = format!("This file is too large. The largest accepted has {limit} bytes.");
        Ok(Self { file, path, hash: Md5::new(), size: 0, limit, too_large })
    }

    /// The same with other words for whoever sends too much.
    #[must_use]
    pub fn saying(self, too_large: impl Into<String>) -> Self {
        Self { too_large: too_large.into(), ..self }
    }

    /// Takes the next piece.
    ///
    /// # Errors
    /// [`DomainError::Invalid`] for `file` when the upload becomes larger than its limit,
    /// [`DomainError::Files`] when it cannot be written.
    pub async fn write(&mut self, piece: &[u8]) -> Result<()> {
        self.size += piece.len() as u64;
        if self.size > self.limit {
            return Err(DomainError::invalid("file", "invalid", self.too_large.clone()));
        }
        self.hash.update(piece);
        self.file.write_all(piece).await.map_err(failed)
    }

    /// Ends the upload and looks at what has come.
    pub(crate) async fn finish(mut self) -> Result<Arrived> {
        self.file.flush().await.map_err(failed)?;
        let path = self.path;
        let kind = kind_of(&path).await?;
        Ok(Arrived { path, md5: hex::encode(self.hash.finalize()), size: self.size, kind })
    }
}

async fn kind_of(path: &Path) -> Result<Option<Kind>> {
    let path = path.to_owned();
    tokio::task::spawn_blocking(move || sniff(&mut StdFile::open(path)?))
        .await
        .map_err(|error| DomainError::Files(error.to_string()))?
        .map_err(failed)
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err wants")]
fn failed(error: std::io::Error) -> DomainError {
    DomainError::Files(format!("temporary file: {error}"))
}
