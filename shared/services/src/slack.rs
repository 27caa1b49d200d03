//! Slack: messages to channels through their webhooks, and to people through the Web API.

use clerk_base::config::Secret;
use reqwest::{Method, RequestBuilder};
use serde::Deserialize;
use serde_json::json;

use crate::{
    error::{Result, ServiceError},
    http::HttpClient,
};

const API: &str = "https://slack.com/api";

/// Posts to a channel through its webhook. The text is Slack's mrkdwn, with data escaped.
///
/// # Errors
/// A webhook that was revoked or whose channel is gone is fatal.
pub async fn post_to_channel(http: &HttpClient, webhook: &str, text: &str) -> Result<()> {
    let message = json!({ "text": text });
    http.call(Method::POST, webhook, &[], |call| call.json(&message)).await.map(|_| ())
}

/// A workspace, through the Web API.
pub struct Workspace<'a> {
    http: &'a HttpClient,
    token: &'a Secret,
}

#[derive(Deserialize)]
struct Answer {
    ok: bool,
    #[serde(default)]
    error: String,
    user: Option<Person>,
}

#[derive(Deserialize)]
struct Person {
    id: String,
}

impl<'a> Workspace<'a> {
    /// The workspace that the token opens.
    #[must_use]
    pub fn new(http: &'a HttpClient, token: &'a Secret) -> Self {
        Self { http, token }
    }

    /// The id of the person with this address, when there is one.
    ///
    /// # Errors
    /// Fatal when Slack refuses the token or the call.
    pub async fn find_by_email(&self, email: &str) -> Result<Option<String>> {
        let answer = self
            .call(Method::GET, "users.lookupByEmail", |call| call.query(&[("email", email)]))
            .await?;
        match answer.error.as_str() {
            "users_not_found" => Ok(None),
            _ => Ok(answer.checked("users.lookupByEmail")?.user.map(|person| person.id)),
        }
    }

    /// Sends a person a direct message.
    ///
    /// # Errors
    /// Fatal when Slack refuses the token or the call.
    pub async fn post_to_person(&self, id: &str, text: &str) -> Result<()> {
        let message = json!({ "channel": id, "text": text });
        self.call(Method::POST, "chat.postMessage", |call| call.json(&message))
            .await?
            .checked("chat.postMessage")
            .map(|_| ())
    }

    /// Whether Slack knows the token. Nothing of it shows in Slack.
    ///
    /// # Errors
    /// Fatal when Slack refuses the token.
    pub async fn try_out(&self) -> Result<()> {
        self.call(Method::POST, "auth.test", |call| call).await?.checked("auth.test").map(|_| ())
    }

    async fn call(
        &self,
        method: Method,
        name: &str,
        shape: impl Fn(RequestBuilder) -> RequestBuilder,
    ) -> Result<Answer> {
        let url = format!("{API}/{name}");
        let shape = |call: RequestBuilder| shape(call.bearer_auth(self.token.expose()));
        self.http.call(method, &url, &[], shape).await?.json()
    }
}

impl Answer {
    /// Slack answers 200 to a call it refuses; its error codes hold no data.
    fn checked(self, name: &str) -> Result<Self> {
        let text = || format!("slack.com: {name}: {}", self.error);
        match (self.ok, self.error.as_str()) {
            (true, _) => Ok(self),
            (false, "ratelimited" | "internal_error" | "fatal_error" | "service_unavailable") => {
                Err(ServiceError::Unavailable(text()))
            }
            (false, _) => Err(ServiceError::Fatal(text())),
        }
    }
}
