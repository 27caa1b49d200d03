//! The one factory of outgoing HTTP calls.

use std::time::{Duration, Instant};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use clerk_base::{clock::Clock, config::OutsideConfig, observe::metrics};
use reqwest::{
    Client, ClientBuilder, Method, RequestBuilder, Response, StatusCode, Url,
    header::{HeaderMap, RETRY_AFTER},
};
use serde::de::DeserializeOwned;

use crate::error::{Result, ServiceError};

/// The longest pause that a service may ask for and get on the spot. A longer one is left to the
/// job's own backoff.
const MAX_PAUSE: Duration = Duration::from_secs(5);

/// The longest pause that is left to a job.
const MAX_WAIT: Duration = Duration::from_secs(6 * 3600);

/// Makes outgoing HTTP requests. With a stand-in configured, `https://HOST/PATH` is sent to
/// `<stand-in>/HOST/PATH` instead, so that one program on loopback can play every service.
#[derive(Clone)]
pub struct HttpClient {
    client: Client,
    timeout: Duration,
    stand_in: Option<String>,
}

/// What a service answered.
#[derive(Debug)]
pub struct Reply {
    /// The status: 2xx, or one that the caller said it can use.
    pub status: StatusCode,
    body: Bytes,
    host: String,
}

impl Reply {
    /// Reads the whole answer to a call.
    pub(super) async fn read(url: &str, response: Response) -> Result<Self> {
        let status = response.status();
        let body = response.bytes().await.map_err(|error| broken(url, &error))?;
        Ok(Self { status, body, host: host(url) })
    }

    /// The body as JSON.
    ///
    /// # Errors
    /// [`ServiceError::Unavailable`] when it is something else, such as a proxy's page.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_slice(&self.body)
            .map_err(|_| ServiceError::Unavailable(format!("{}: unexpected answer", self.host)))
    }
}

impl HttpClient {
    /// Builds the client.
    ///
    /// # Errors
    /// Fails when TLS cannot be set up.
    pub fn new(config: &OutsideConfig) -> Result<Self> {
        let timeout = Duration::from_secs(config.timeout_seconds);
        Ok(Self { client: build(builder(timeout))?, timeout, stand_in: config.stand_in.clone() })
    }

    /// A client of its own for a library that wants one: with headers on every request, and twice
    /// the usual time, for attachments.
    pub(super) fn client_with(&self, headers: HeaderMap) -> Result<Client> {
        build(builder(self.timeout * 2).default_headers(headers))
    }

    /// How long a call may take.
    #[must_use]
    pub fn timeout(&self) -> Duration {
        self.timeout
    }

    /// Whether a stand-in plays every service.
    #[must_use]
    pub fn has_stand_in(&self) -> bool {
        self.stand_in.is_some()
    }

    /// Begins a request.
    ///
    /// # Errors
    /// [`ServiceError::Fatal`] when the address is not a URL.
    pub fn request(&self, method: Method, url: &str) -> Result<RequestBuilder> {
        Ok(self.client.request(method, self.resolve(url)?))
    }

    /// Makes a call and reads the whole answer. `shape` adds what the request carries. A service
    /// that asks for a short pause (429 or 503 with `Retry-After`) gets it, once.
    ///
    /// # Errors
    /// Errors name the host and the status, never what was sent or answered.
    /// [`ServiceError::Unavailable`] when the service is out of reach, busy or broken (408, 429, 5xx);
    /// [`ServiceError::Fatal`] for any other status but 2xx and those in `usable`.
    pub async fn call(
        &self,
        method: Method,
        url: &str,
        usable: &[StatusCode],
        shape: impl Fn(RequestBuilder) -> RequestBuilder,
    ) -> Result<Reply> {
        Reply::read(url, self.begin(method, url, usable, shape).await?).await
    }

    /// Asks an address for what it has, with nothing but the address.
    pub async fn get(&self, url: &str) -> Result<Reply> {
        self.call(Method::GET, url, &[], |call| call).await
    }

    /// [`HttpClient::call`] without reading the answer's body, which may be large. The usual time is for the body
    /// too, unless `shape` gives it more.
    pub(super) async fn begin(
        &self,
        method: Method,
        url: &str,
        usable: &[StatusCode],
        shape: impl Fn(RequestBuilder) -> RequestBuilder,
    ) -> Result<Response> {
        let mut paused = false;
        loop {
            let began = Instant::now();
            let answer = shape(self.request(method.clone(), url)?).send().await;
            let status = answer.as_ref().ok().map(|answer| answer.status().as_u16());
            metrics::outside_call(&host(url), status, began.elapsed());
            let response = answer.map_err(|error| broken(url, &error))?;
            let status = response.status();
            match retry_after(response.headers(), Clock::system().now()) {
                Some(pause) if is_busy(status) && pause <= MAX_PAUSE && !paused => {
                    paused = true;
                    tokio::time::sleep(pause).await;
                }
                _ if status.is_success() || usable.contains(&status) => return Ok(response),
                _ => return Err(refusal(&host(url), status)),
            }
        }
    }

    /// Where a call to `url` really goes.
    ///
    /// # Errors
    /// [`ServiceError::Fatal`] when the address is not an http(s) URL.
    pub fn resolve(&self, url: &str) -> Result<Url> {
        let unusable = || ServiceError::Fatal("not a usable web address".to_owned());
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

fn builder(timeout: Duration) -> ClientBuilder {
    #[expect(clippy::disallowed_methods, reason = "the one factory of clients")]
    Client::builder()
        .timeout(timeout)
        .connect_timeout(Duration::from_secs(10))
        .redirect(reqwest::redirect::Policy::none())
        .user_agent("clerk")
}

fn build(builder: ClientBuilder) -> Result<Client> {
    builder.build().map_err(|error| ServiceError::Fatal(error.to_string()))
}

/// The host of an address, all that may be logged of it: a webhook's path is a secret.
fn host(url: &str) -> String {
    Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
}

/// A call that failed on the way.
pub(super) fn broken(url: &str, error: &reqwest::Error) -> ServiceError {
    ServiceError::Unavailable(format!("{}: {}", host(url), reason(error)))
}

/// Why a call failed, without the address.
fn reason(error: &reqwest::Error) -> &'static str {
    if error.is_timeout() {
        "no answer in time"
    } else if error.is_connect() {
        "out of reach"
    } else {
        "the connection broke"
    }
}

fn is_busy(status: StatusCode) -> bool {
    matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE)
}

fn refusal(host: &str, status: StatusCode) -> ServiceError {
    let text = format!("{host}: status {}", status.as_u16());
    if is_busy(status) || status == StatusCode::REQUEST_TIMEOUT || status.is_server_error() {
        ServiceError::Unavailable(text)
    } else {
        ServiceError::Fatal(text)
    }
}

/// The pause that a service asks for, in seconds or as a date, at most six hours: no service may put
/// a job off for ever. Nothing for a date that has passed.
pub(super) fn retry_after(headers: &HeaderMap, now: DateTime<Utc>) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let pause = match text.parse() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => (DateTime::parse_from_rfc2822(text).ok()?.to_utc() - now).to_std().ok()?,
    };
    Some(pause.min(MAX_WAIT))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn http(stand_in: Option<&str>) -> HttpClient {
        let config = OutsideConfig { stand_in: stand_in.map(str::to_owned), timeout_seconds: 5 };
        HttpClient::new(&config).unwrap()
    }

    #[test]
    fn calls_go_to_the_service_itself() {
        let url = http(None).resolve("https://slack.com/api/x?a=b").unwrap();
        assert_eq!(url.as_str(), "https://slack.com/api/x?a=b");
    }

    #[test]
    fn a_stand_in_gets_every_call() {
        let http = http(Some("http://127.0.0.1:9"));
        let url = http.resolve("https://slack.com/api/x?a=b%20c").unwrap();
        assert_eq!(url.as_str(), "http://127.0.0.1:9/slack.com/api/x?a=b%20c");
        assert_eq!(
            http.resolve("http://files.example:8080/x").unwrap().as_str(),
            "http://127.0.0.1:9/files.example:8080/x"
        );
    }

    #[test]
    fn only_web_addresses_are_called() {
        for url in ["", "hooks.slack.com/x", "file:///etc/passwd", "ftp://host/x"] {
            assert!(matches!(http(None).resolve(url), Err(ServiceError::Fatal(_))), "{url}");
        }
    }

    #[test]
    fn pauses_are_given_in_seconds_or_as_a_date() {
        let now = "2026-11-23T02:00:00Z".parse().unwrap();
        let pause = |text: &str| {
            let headers = HeaderMap::from_iter([(RETRY_AFTER, text.parse().unwrap())]);
            retry_after(&headers, now).map(|pause| pause.as_secs())
        };
        assert_eq!(pause("120"), Some(120));
        assert_eq!(pause("Mon, 23 Nov 2026 02:01:30 GMT"), Some(90));
        assert_eq!(pause("Mon, 23 Nov 2026 01:59:59 GMT"), None);
        for endless in ["86400", "18446744073709551615", "Thu, 31 Dec 2099 00:00:00 GMT"] {
            assert_eq!(pause(endless), Some(6 * 3600), "{endless}");
        }
        for nonsense in ["", "soon", "-5", "1.5"] {
            assert_eq!(pause(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn a_refusal_tells_whether_to_try_again() {
        for (status, transient) in
            [(429, true), (500, true), (503, true), (408, true), (400, false), (404, false)]
        {
            let error = refusal("host", StatusCode::from_u16(status).unwrap());
            let is_transient = matches!(error, ServiceError::Unavailable(_));
            assert_eq!(is_transient, transient, "{status}");
            assert!(error.to_string().contains(&status.to_string()));
        }
    }
}
