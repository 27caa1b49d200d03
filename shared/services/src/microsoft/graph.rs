//! Calls to Microsoft Graph: with a token, page after page.

use clerk_base::config::MicrosoftConfig;
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde::{Deserialize, de::DeserializeOwned};

use super::token::{Client, TokenCache};
use crate::{
    error::{Result, ServiceError},
    http::{HttpClient, Reply},
};

/// Where Graph is.
pub(super) const GRAPH: &str = "https://graph.microsoft.com/v1.0";
/// A list longer than this many pages is taken for a defect.
const MAX_PAGES: usize = 500;

/// Graph, for one application and one group.
pub(super) struct Graph<'a> {
    pub(super) http: &'a HttpClient,
    tokens: &'a TokenCache,
    client: Client<'a>,
    pub(super) group_id: &'a str,
    pub(super) drive_id: &'a str,
}

#[derive(Deserialize)]
struct Page<T> {
    value: Vec<T>,
    #[serde(rename = "@odata.nextLink")]
    next: Option<String>,
}

impl<'a> Graph<'a> {
    /// Graph, when a client is configured.
    pub(super) fn new(
        http: &'a HttpClient,
        tokens: &'a TokenCache,
        config: &'a MicrosoftConfig,
    ) -> Option<Self> {
        let (id, secret) = config.client.as_ref()?;
        Some(Self {
            http,
            tokens,
            client: Client { authority_url: &config.authority_url, id, secret },
            group_id: &config.group_id,
            drive_id: &config.drive_id,
        })
    }

    /// Asks for a token and does nothing with it.
    pub(super) async fn try_out(&self) -> Result<()> {
        self.tokens.get(self.http, &self.client).await.map(|_| ())
    }

    /// Calls Graph and reads the whole answer.
    pub(super) async fn call(
        &self,
        method: Method,
        url: &str,
        usable: &[StatusCode],
        shape: impl Fn(RequestBuilder) -> RequestBuilder,
    ) -> Result<Reply> {
        Reply::read(url, self.begin(method, url, usable, shape).await?).await
    }

    /// Calls Graph with a token. One that Graph no longer accepts is replaced, once.
    pub(super) async fn begin(
        &self,
        method: Method,
        url: &str,
        usable: &[StatusCode],
        shape: impl Fn(RequestBuilder) -> RequestBuilder,
    ) -> Result<Response> {
        let mut usable = usable.to_vec();
        usable.push(StatusCode::UNAUTHORIZED);
        for _ in 0..2 {
            let token = self.tokens.get(self.http, &self.client).await?;
            let shape = |call: RequestBuilder| shape(call.bearer_auth(token.expose()));
            let response = self.http.begin(method.clone(), url, &usable, shape).await?;
            if response.status() != StatusCode::UNAUTHORIZED {
                return Ok(response);
            }
            self.tokens.forget(&token).await;
        }
        Err(ServiceError::Fatal("graph.microsoft.com: status 401".to_owned()))
    }

    /// Reads one thing, unless it does not exist.
    pub(super) async fn find<T: DeserializeOwned>(&self, url: &str) -> Result<Option<T>> {
        let reply = self.call(Method::GET, url, &[StatusCode::NOT_FOUND], |call| call).await?;
        if reply.status == StatusCode::NOT_FOUND { Ok(None) } else { reply.json().map(Some) }
    }

    /// Reads a whole list, unless what it belongs to does not exist.
    pub(super) async fn list<T: DeserializeOwned>(&self, url: &str) -> Result<Option<Vec<T>>> {
        let Some(mut page) = self.find::<Page<T>>(url).await? else { return Ok(None) };
        let mut found = page.value;
        for _ in 0..MAX_PAGES {
            let Some(next) = page.next else { return Ok(Some(found)) };
            // Our token goes with the call, so not just anywhere.
            if !next.starts_with("https://graph.microsoft.com/") {
                break;
            }
            page = self.call(Method::GET, &next, &[], |call| call).await?.json()?;
            found.append(&mut page.value);
        }
        Err(ServiceError::Unavailable("graph.microsoft.com: a list without an end".to_owned()))
    }

    /// Deletes something. It may be gone already.
    pub(super) async fn delete(&self, url: &str) -> Result<()> {
        self.call(Method::DELETE, url, &[StatusCode::NOT_FOUND], |call| call).await.map(|_| ())
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
