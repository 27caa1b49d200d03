//! Files in a folder.

use std::{
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use bytes::{Bytes, BytesMut};
use futures_util::{StreamExt, stream};
use tokio::{
    fs::{self, File},
    io::{AsyncReadExt, AsyncWriteExt},
};
use uuid::Uuid;

use super::Object;
use crate::error::{Result, StoreError};

/// How much is read from the disk at a time.
const PIECE: usize = 64 * 1024;

/// A folder whose files are named by their keys.
pub struct Disk {
    root: PathBuf,
}

impl Disk {
    pub(super) fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    pub(super) async fn put(&self, key: &str, bytes: &[u8]) -> Result<()> {
        let write = |mut file: File| async move {
            file.write_all(bytes).await?;
            Ok(file)
        };
        self.replace(key, write).await.map_err(failed)
    }

    pub(super) async fn put_file(&self, key: &str, path: &Path) -> Result<()> {
        let write = |mut file: File| async move {
            tokio::io::copy(&mut File::open(path).await?, &mut file).await?;
            Ok(file)
        };
        self.replace(key, write).await.map_err(failed)
    }

    pub(super) async fn open(&self, key: &str) -> Result<Object> {
        let file = match File::open(self.root.join(key)).await {
            Err(error) if is_absent(&error) => return Err(StoreError::NotFound),
            other => other.map_err(failed)?,
        };
        let metadata = file.metadata().await.map_err(failed)?;
        if !metadata.is_file() {
            return Err(StoreError::NotFound);
        }
        let body = stream::try_unfold(file, |mut file| async move {
            let mut piece = BytesMut::with_capacity(PIECE);
            let read = file.read_buf(&mut piece).await.map_err(failed)?;
            Ok((read > 0).then(|| (Bytes::from(piece), file)))
        });
        Ok(Object { size: metadata.len(), body: body.boxed() })
    }

    pub(super) async fn delete(&self, key: &str) -> Result<()> {
        match fs::remove_file(self.root.join(key)).await {
            Err(error) if !is_absent(&error) => Err(failed(error)),
            _ => Ok(()),
        }
    }

    /// Writes beside the target and renames, so that a reader sees the old file or the new one, and a
    /// crash leaves neither half a file nor a name without its bytes.
    async fn replace<F>(&self, key: &str, write: impl FnOnce(File) -> F) -> io::Result<()>
    where
        F: Future<Output = io::Result<File>>,
    {
        let target = self.root.join(key);
        let folder = target.parent().unwrap_or(&self.root);
        fs::create_dir_all(folder).await?;
        let unfinished = folder.join(format!(".{}.part", Uuid::new_v4().simple()));
        let written = async {
            let mut file = write(File::create_new(&unfinished).await?).await?;
            file.flush().await?;
            file.sync_all().await?;
            fs::rename(&unfinished, &target).await?;
            File::open(folder).await?.sync_all().await
        };
        let result = written.await;
        if result.is_err() {
            // The write's own error is the one worth telling.
            let _ = fs::remove_file(&unfinished).await;
        }
        result
    }
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err wants")]
fn failed(error: io::Error) -> StoreError {
    StoreError::Files(error.to_string())
}
