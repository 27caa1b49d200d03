//! Uploads to SharePoint: small files in one call, large ones piece by piece.

use std::{io::SeekFrom, path::Path};

use bytes::Bytes;
use reqwest::{
    Method, StatusCode,
    header::{CONTENT_RANGE, CONTENT_TYPE},
};
use serde::Deserialize;
use serde_json::json;
use tokio::{
    fs::File,
    io::{AsyncReadExt, AsyncSeekExt},
};

use super::{
    drive::{Drive, Item},
    graph::segment,
};
use crate::error::{Result, ServiceError};

/// Graph takes larger files only piece by piece.
const MAX_SINGLE_CALL: u64 = 4 * 1024 * 1024;
/// The size of a piece: Graph wants a multiple of 320 KiB.
const PIECE: u64 = 16 * 320 * 1024;
const ON_CONFLICT: &str = "@microsoft.graph.conflictBehavior";

/// What is uploaded.
pub enum Content<'a> {
    /// Bytes at hand.
    Bytes(Bytes),
    /// A file of this machine, read a piece at a time.
    File {
        /// Where it is.
        path: &'a Path,
        /// Its size in bytes.
        size: u64,
    },
}

/// What happens when there is a file of that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum OnConflict {
    /// It is left alone.
    Fail,
    /// The new one gets a number behind its name.
    Rename,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Session {
    upload_url: String,
}

impl Content<'_> {
    fn size(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::File { size, .. } => *size,
        }
    }

    /// The bytes from `start` to before `end`.
    async fn piece(&self, start: u64, end: u64) -> Result<Bytes> {
        let failed = |error: &dyn ToString| ServiceError::Files(error.to_string());
        let position = |offset: u64| usize::try_from(offset).map_err(|error| failed(&error));
        match self {
            Self::Bytes(bytes) => Ok(bytes.slice(position(start)?..position(end)?)),
            Self::File { path, .. } => {
                let read = async {
                    let mut piece = Vec::new();
                    let mut file = File::open(path).await?;
                    file.seek(SeekFrom::Start(start)).await?;
                    file.take(end - start).read_to_end(&mut piece).await?;
                    std::io::Result::Ok(piece.into())
                };
                read.await.map_err(|error| failed(&error))
            }
        }
    }
}

impl OnConflict {
    fn code(self) -> &'static str {
        self.into()
    }
}

impl Drive<'_> {
    /// Puts a file into a folder. Returns its id, or `None` when there is one of that name and it is
    /// left alone.
    ///
    /// # Errors
    /// [`ServiceError::Files`] when the file cannot
    /// be read.
    pub async fn upload(
        &self,
        folder: &str,
        name: &str,
        content: Content<'_>,
        on_conflict: OnConflict,
    ) -> Result<Option<String>> {
        if content.size() < MAX_SINGLE_CALL {
            self.upload_at_once(folder, name, content, on_conflict).await
        } else {
            self.upload_in_pieces(folder, name, content, on_conflict).await
        }
    }

    async fn upload_at_once(
        &self,
        folder: &str,
        name: &str,
        content: Content<'_>,
        on_conflict: OnConflict,
    ) -> Result<Option<String>> {
        let url = self.item(folder, &format!(":/{}:/content", segment(name)));
        let bytes = content.piece(0, content.size()).await?;
        let reply = self
            .0
            .call(Method::PUT, &url, &[StatusCode::CONFLICT], |call| {
                call.query(&[(ON_CONFLICT, on_conflict.code())])
                    .header(CONTENT_TYPE, "application/octet-stream")
                    .body(bytes.clone())
            })
            .await?;
        if reply.status == StatusCode::CONFLICT {
            return Ok(None);
        }
        Ok(Some(reply.json::<Item>()?.id))
    }

    async fn upload_in_pieces(
        &self,
        folder: &str,
        name: &str,
        content: Content<'_>,
        on_conflict: OnConflict,
    ) -> Result<Option<String>> {
        let url = self.item(folder, &format!(":/{}:/createUploadSession", segment(name)));
        let order = json!({ "item": { ON_CONFLICT: on_conflict.code(), "name": name } });
        let usable = [StatusCode::CONFLICT];
        let reply = self.0.call(Method::POST, &url, &usable, |call| call.json(&order)).await?;
        if reply.status == StatusCode::CONFLICT {
            return Ok(None);
        }
        let session: Session = reply.json()?;
        let size = content.size();
        let mut start = 0;
        loop {
            let end = size.min(start + PIECE);
            let range = format!("bytes {start}-{}/{size}", end - 1);
            let piece = content.piece(start, end).await?;
            // The session's address is itself the permission; a token must not go with it.
            let reply = self
                .0
                .http
                .call(Method::PUT, &session.upload_url, &usable, |call| {
                    call.header(CONTENT_RANGE, &range).body(piece.clone())
                })
                .await?;
            if reply.status == StatusCode::CONFLICT {
                return Ok(None);
            }
            if end == size {
                return Ok(Some(reply.json::<Item>()?.id));
            }
            start = end;
        }
    }
}
