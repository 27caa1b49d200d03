//! The one factory of outgoing HTTP calls.

use std::time::Duration;

use reqwest::{Method, RequestBuilder, Url};

use crate::{
    config::OutsideConfig,
    error::{DomainError, Result},
};

/// Makes outgoing HTTP requests. With a stand-in configured, `https://HOST/PATH` is sent to
/// `<stand-in>/HOST/PATH` instead, so that one program on loopback can play every service.
#[derive(Clone)]
pub struct Outside {
    client: reqwest::Client,
    stand_in: Option<String>,
}

impl Outside {
    /// Builds the client.
    ///
    /// # Errors
    /// Fails when TLS cannot be set up.
    pub fn new(config: &OutsideConfig) -> Result<Self> {
        #[expect(clippy::disallowed_methods, reason = "the one factory of clients")]
        let client = reqwest::Client::builder()
            .timeout(Duration::from_secs(config.timeout_seconds))
            .connect_timeout(Duration::from_secs(10))
            .redirect(reqwest::redirect::Policy::none())
            .user_agent("clerk")
            .build()
            .map_err(|error| DomainError::Fatal(error.to_string()))?;
        Ok(Self { client, stand_in: config.stand_in.clone() })
    }

    /// Begins a request.
    ///
    /// # Errors
    /// [`DomainError::Fatal`] when the address is not a URL.
    pub fn request(&self, method: Method, url: &str) -> Result<RequestBuilder> {
        Ok(self.client.request(method, self.resolve(url)?))
    }

    /// Where a call to `url` really goes.
    ///
    /// # Errors
    /// [`DomainError::Fatal`] when the address is not an http(s) URL.
    pub fn resolve(&self, url: &str) -> Result<Url> {
        let unusable = || DomainError::Fatal("not a usable web address".to_owned());
        let parsed = Url::parse(url).map_err(|_| unusable())?;
        if !matches!(parsed.scheme(), "https" | "http") {
            return Err(unusable());
        }
        match (&self.stand_in, url.split_once("://")) {
            (Some(stand_in), Some((_, rest))) => {
                Url::parse(&format!("{stand_in}/{rest}")).map_err(|_| unusable())
            }
            _ => Ok(parsed),
        }
    }
}
