//! File storage: a folder or a bucket, with the original's keys.
//!
//! A key is a relative path such as `file-uploads/<md5>.jpg`. Files are private in both stores:
//! people get at them through an endpoint that checks what they may see, and then hands out a link of
//! the bucket that soon expires ([`Link::Redirect`]) or the bytes themselves ([`Link::Local`]).

mod disk;
mod s3;

use std::{
    path::{Component, Path},
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use clerk_base::config::{FilesBackend, FilesConfig};
use futures_util::{StreamExt, stream::BoxStream};

use crate::error::{Result, StoreError};

/// The file store.
pub enum Store {
    /// A folder of this machine.
    Disk(disk::Disk),
    /// A bucket.
    S3(Box<s3::Bucket>),
}

/// A stored file, about to be read.
pub struct Object {
    /// Its size in bytes.
    pub size: u64,
    /// Its bytes, a piece at a time.
    pub body: BoxStream<'static, Result<Bytes>>,
}

/// How a browser gets a file.
#[derive(Debug, PartialEq, Eq)]
pub enum Link {
    /// Send it to this address, which works for a short time only.
    Redirect(String),
    /// There is no address: open the file and send its bytes.
    Local,
}

/// What a browser should make of a file that it fetches through a link.
#[derive(Clone, Debug)]
pub struct Download<'a> {
    /// The whole `Content-Disposition` header.
    pub disposition: &'a str,
    /// The `Content-Type` header.
    pub content_type: &'a str,
}

impl Store {
    /// Sets the store up. Opens no connection and makes no folder.
    #[must_use]
    pub fn new(config: &FilesConfig) -> Self {
        match &config.backend {
            FilesBackend::Disk { root } => Self::Disk(disk::Disk::new(root)),
            FilesBackend::S3 { bucket, region, endpoint, access_key_id, secret_access_key } => {
                let keys = (access_key_id.as_str(), secret_access_key.expose());
                let bucket = s3::Bucket::new(bucket, region, endpoint.as_deref(), keys);
                Self::S3(Box::new(bucket))
            }
        }
    }

    /// The key of an uploaded file: the same bytes always have the same key. `extension` is empty or
    /// begins with a dot.
    #[must_use]
    pub fn key_for_upload(md5: &str, extension: &str) -> String {
        format!("file-uploads/{md5}{}", extension.to_lowercase())
    }

    /// Stores bytes, replacing what was under the key.
    ///
    /// # Errors
    /// [`StoreError::Files`] when the store fails or the key is not usable.
    pub async fn put(&self, key: &str, content_type: &str, bytes: Bytes) -> Result<()> {
        check(key)?;
        match self {
            Self::Disk(disk) => disk.put(key, &bytes).await,
            Self::S3(bucket) => bucket.put(key, content_type, bytes.into()).await,
        }
    }

    /// Stores a file of this machine, streaming it, and replaces what was under the key. The file at
    /// `path` stays.
    ///
    /// # Errors
    /// [`StoreError::Files`] when the file cannot be read, the store fails or the key is not usable.
    pub async fn put_file(&self, key: &str, content_type: &str, path: &Path) -> Result<()> {
        check(key)?;
        match self {
            Self::Disk(disk) => disk.put_file(key, path).await,
            Self::S3(bucket) => bucket.put_file(key, content_type, path).await,
        }
    }

    /// Opens a file for reading.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is none, [`StoreError::Files`] when the store fails.
    pub async fn open(&self, key: &str) -> Result<Object> {
        check(key)?;
        match self {
            Self::Disk(disk) => disk.open(key).await,
            Self::S3(bucket) => bucket.open(key).await,
        }
    }

    /// Reads a file of at most `limit` bytes whole.
    ///
    /// # Errors
    /// As [`Store::open`]; also [`StoreError::Files`] when the file is larger than `limit`.
    pub async fn get(&self, key: &str, limit: u64) -> Result<Bytes> {
        let mut object = self.open(key).await?;
        let mut bytes = BytesMut::new();
        while let Some(piece) = object.body.next().await {
            bytes.extend_from_slice(&piece?);
            if bytes.len() as u64 > limit {
                return Err(StoreError::Files(format!("{key} is larger than {limit} bytes")));
            }
        }
        Ok(bytes.freeze())
    }

    /// Deletes a file. Deleting what is not there succeeds. Remember that equal uploads share a key.
    ///
    /// # Errors
    /// [`StoreError::Files`] when the store fails.
    pub async fn delete(&self, key: &str) -> Result<()> {
        check(key)?;
        match self {
            Self::Disk(disk) => disk.delete(key).await,
            Self::S3(bucket) => bucket.delete(key).await,
        }
    }

    /// How a browser gets the file within the next `seconds`. Asks nothing of the store, so the file
    /// may turn out to be missing.
    ///
    /// # Errors
    /// [`StoreError::Files`] when the link cannot be signed or the key is not usable.
    pub async fn link(&self, key: &str, as_file: Download<'_>, seconds: u64) -> Result<Link> {
        check(key)?;
        match self {
            Self::Disk(_) => Ok(Link::Local),
            Self::S3(bucket) => {
                bucket.presign(key, as_file, Duration::from_secs(seconds)).await.map(Link::Redirect)
            }
        }
    }
}

/// Refuses keys that would leave the folder, or mean different files in the two stores.
fn check(key: &str) -> Result<()> {
    let path = Path::new(key);
    let is_plain = !key.is_empty()
        && !key.contains(['\0', '\\'])
        && !key.ends_with('/')
        && !key.contains("//")
        && path.components().all(|part| matches!(part, Component::Normal(_)))
        && !key.split('/').any(|part| part == ".");
    if is_plain { Ok(()) } else { Err(StoreError::Files("not a usable key".to_owned())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stay_within_the_store() {
        for good in ["a", "file-uploads/0123.jpg", "email-attachments/ab/it is.pdf", "a/..b"] {
            assert!(check(good).is_ok(), "{good}");
        }
        for bad in ["", "/etc/passwd", "../x", "a/../b", "a/./b", "a//b", "a/", "a\\b", "a\0b"] {
            assert!(check(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn the_key_of_an_upload_is_the_hash_and_the_lower_case_extension() {
        assert_eq!(Store::key_for_upload("abc", ".JPG"), "file-uploads/abc.jpg");
        assert_eq!(Store::key_for_upload("abc", ""), "file-uploads/abc");
    }
}
