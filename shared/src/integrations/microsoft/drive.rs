//! A group's document library on SharePoint: folders, copies, uploads.

use reqwest::{Method, RequestBuilder, StatusCode};
use serde::Deserialize;
use serde_json::json;

use super::token::Client;
use crate::{
    config::MicrosoftConfig,
    error::{DomainError, Result},
    integrations::http::{Outside, Reply},
};

const GRAPH: &str = "https://graph.microsoft.com/v1.0";

/// The library of the group that works on cases.
pub struct Drive<'a> {
    pub(super) outside: &'a Outside,
    client: Client<'a>,
    group_id: &'a str,
    drive_id: &'a str,
}

/// Whether something was made or had been there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// It was made now.
    New,
    /// There was one of that name; it was left alone.
    Existing,
    /// What it was to be made from does not exist.
    NoSource,
}

#[derive(Deserialize)]
struct Item {
    id: String,
}

impl<'a> Drive<'a> {
    /// The library, when a client is configured.
    #[must_use]
    pub fn new(outside: &'a Outside, config: &'a MicrosoftConfig) -> Option<Self> {
        let (id, secret) = config.client.as_ref()?;
        Some(Self {
            outside,
            client: Client { authority_url: &config.authority_url, id, secret },
            group_id: &config.group_id,
            drive_id: &config.drive_id,
        })
    }

    /// Makes a folder inside another unless there is one, and returns its id.
    ///
    /// # Errors
    /// See [`Outside::call`]; fatal when the parent does not exist.
    pub async fn ensure_folder(&self, parent: &str, name: &str) -> Result<(String, Made)> {
        let new = json!({
            "name": name,
            "folder": {},
            "@microsoft.graph.conflictBehavior": "fail",
        });
        let children = self.item(parent, "/children");
        let reply = self
            .call(Method::POST, &children, &[StatusCode::CONFLICT], |call| call.json(&new))
            .await?;
        if reply.status != StatusCode::CONFLICT {
            return Ok((reply.json::<Item>()?.id, Made::New));
        }
        let existing = self.item(parent, &format!(":/{}", segment(name)));
        let reply =
            self.call(Method::GET, &existing, &[StatusCode::NOT_FOUND], |call| call).await?;
        if reply.status == StatusCode::NOT_FOUND {
            // Deleted or renamed between the two calls.
            return Err(DomainError::Outside("graph.microsoft.com: a folder vanished".to_owned()));
        }
        Ok((reply.json::<Item>()?.id, Made::Existing))
    }

    /// Copies a file, given by its path in the library, into a folder. Graph finishes the copy on
    /// its own time.
    ///
    /// # Errors
    /// See [`Outside::call`].
    pub async fn copy(&self, path: &str, name: &str, folder: &str) -> Result<Made> {
        let path: Vec<_> = path.split('/').map(segment).collect();
        let url = format!("{GRAPH}/groups/{}/drive/root:/{}:/copy", self.group_id, path.join("/"));
        let order = json!({
            "name": name,
            "parentReference": { "driveId": self.drive_id, "id": folder },
        });
        let usable = [StatusCode::CONFLICT, StatusCode::NOT_FOUND];
        let reply = self.call(Method::POST, &url, &usable, |call| call.json(&order)).await?;
        Ok(match reply.status {
            StatusCode::CONFLICT => Made::Existing,
            StatusCode::NOT_FOUND => Made::NoSource,
            _ => Made::New,
        })
    }

    /// The address of an item, or of something below it.
    pub(super) fn item(&self, id: &str, rest: &str) -> String {
        format!("{GRAPH}/groups/{}/drive/items/{}{rest}", self.group_id, segment(id))
    }

    /// Calls Graph with a token. One that Graph no longer accepts is replaced, once.
    pub(super) async fn call(
        &self,
        method: Method,
        url: &str,
        usable: &[StatusCode],
        shape: impl Fn(RequestBuilder) -> RequestBuilder,
    ) -> Result<Reply> {
        let mut usable = usable.to_vec();
        usable.push(StatusCode::UNAUTHORIZED);
        for _ in 0..2 {
            let token = self.outside.tokens.get(self.outside, &self.client).await?;
            let shape = |call: RequestBuilder| shape(call.bearer_auth(token.expose()));
            let reply = self.outside.call(method.clone(), url, &usable, shape).await?;
            if reply.status != StatusCode::UNAUTHORIZED {
                return Ok(reply);
            }
            self.outside.tokens.forget(&token).await;
        }
        Err(DomainError::Fatal("graph.microsoft.com: status 401".to_owned()))
    }
}

/// A name as one part of a path: everything encoded that could end the part.
pub(super) fn segment(name: &str) -> String {
    url::form_urlencoded::byte_serialize(name.as_bytes()).collect::<String>().replace('+', "%20")
}

#[cfg(test)]
mod tests {
    use super::segment;

    #[test]
    fn a_name_stays_one_part_of_a_path() {
        assert_eq!(
            segment("Letter #1 (50% / café)?.docx"),
            "Letter%20%231%20%2850%25%20%2F%20caf%C3%A9%29%3F.docx"
        );
        assert_eq!(segment("a+b"), "a%2Bb");
        assert_eq!(segment("b!83_G-x.y"), "b%2183_G-x.y");
    }
}
