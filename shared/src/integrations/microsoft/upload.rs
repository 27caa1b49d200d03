//! Uploads to SharePoint: small files in one call, large ones piece by piece.

use bytes::Bytes;
use reqwest::{
    Method, StatusCode,
    header::{CONTENT_RANGE, CONTENT_TYPE},
};
use serde::Deserialize;
use serde_json::json;

use super::drive::{Drive, Made, segment};
use crate::error::Result;

/// Graph takes larger files only piece by piece.
const LARGEST_SINGLE_CALL: usize = 4 * 1024 * 1024;
/// The size of a piece: Graph wants a multiple of 320 KiB.
const PIECE: usize = 16 * 320 * 1024;
const ON_CONFLICT: (&str, &str) = ("@microsoft.graph.conflictBehavior", "fail");

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Session {
    upload_url: String,
}

impl Drive<'_> {
    /// Puts a file into a folder unless there is one of that name.
    ///
    /// # Errors
    /// See [`crate::integrations::http::Outside::call`].
    pub async fn upload(&self, folder: &str, name: &str, bytes: Bytes) -> Result<Made> {
        if bytes.len() < LARGEST_SINGLE_CALL {
            self.upload_at_once(folder, name, bytes).await
        } else {
            self.upload_in_pieces(folder, name, &bytes).await
        }
    }

    async fn upload_at_once(&self, folder: &str, name: &str, bytes: Bytes) -> Result<Made> {
        let url = self.item(folder, &format!(":/{}:/content", segment(name)));
        let reply = self
            .call(Method::PUT, &url, &[StatusCode::CONFLICT], |call| {
                call.query(&[ON_CONFLICT])
                    .header(CONTENT_TYPE, "application/octet-stream")
                    .body(bytes.clone())
            })
            .await?;
        Ok(made(reply.status))
    }

    async fn upload_in_pieces(&self, folder: &str, name: &str, bytes: &Bytes) -> Result<Made> {
        let url = self.item(folder, &format!(":/{}:/createUploadSession", segment(name)));
        let (key, value) = ON_CONFLICT;
        let order = json!({ "item": { key: value, "name": name } });
        let reply = self
            .call(Method::POST, &url, &[StatusCode::CONFLICT], |call| call.json(&order))
            .await?;
        if reply.status == StatusCode::CONFLICT {
            return Ok(Made::Existing);
        }
        let session: Session = reply.json()?;
        let mut start = 0;
        while start < bytes.len() {
            let end = bytes.len().min(start + PIECE);
            let range = format!("bytes {start}-{}/{}", end - 1, bytes.len());
            let piece = bytes.slice(start..end);
            // The session's address is itself the permission; a token must not go with it.
            let reply = self
                .outside
                .call(Method::PUT, &session.upload_url, &[StatusCode::CONFLICT], |call| {
                    call.header(CONTENT_RANGE, &range).body(piece.clone())
                })
                .await?;
            if reply.status == StatusCode::CONFLICT {
                return Ok(Made::Existing);
            }
            start = end;
        }
        Ok(Made::New)
    }
}

fn made(status: StatusCode) -> Made {
    if status == StatusCode::CONFLICT { Made::Existing } else { Made::New }
}
