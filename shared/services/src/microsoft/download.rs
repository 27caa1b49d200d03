//! Downloads from SharePoint, a piece at a time.

use bytes::Bytes;
use reqwest::{Method, Response, StatusCode, header::LOCATION};

use super::drive::Drive;
use crate::{
    error::{Result, ServiceError},
    http::broken,
};

/// How many times the usual time a file may take to come.
const TIMEOUT_FACTOR: u32 = 4;

/// A file that is coming.
pub struct Download {
    response: Response,
}

impl Download {
    /// The next piece, `None` at the end.
    ///
    /// # Errors
    /// [`ServiceError::Unavailable`] when the connection breaks.
    pub async fn next(&mut self) -> Result<Option<Bytes>> {
        let url = self.response.url().to_string();
        self.response.chunk().await.map_err(|error| broken(&url, &error))
    }
}

impl Drive<'_> {
    /// Begins to download a file; `None` when there is none of this id.
    pub async fn download(&self, id: &str) -> Result<Option<Download>> {
        let http = self.0.http;
        let timeout = http.timeout() * TIMEOUT_FACTOR;
        let usable = [StatusCode::FOUND, StatusCode::TEMPORARY_REDIRECT, StatusCode::NOT_FOUND];
        let url = self.item(id, "/content");
        let response =
            self.0.begin(Method::GET, &url, &usable, |call| call.timeout(timeout)).await?;
        if response.status() == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        if response.status().is_success() {
            return Ok(Some(Download { response }));
        }
        // Graph tells where the bytes are, for some minutes. That address is itself the permission;
        // a token must not go with it.
        let url = response.headers().get(LOCATION).and_then(|value| value.to_str().ok());
        let url = url.ok_or_else(|| {
            ServiceError::Unavailable("graph.microsoft.com: no address of the file".to_owned())
        })?;
        let response = http.begin(Method::GET, url, &[], |call| call.timeout(timeout)).await?;
        Ok(Some(Download { response }))
    }
}
