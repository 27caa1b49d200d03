//! Access tokens for Microsoft Graph (client credentials), kept until they expire.

use std::time::{Duration, Instant};

use clerk_base::config::Secret;
use reqwest::Method;
use serde::Deserialize;
use tokio::sync::Mutex;

use crate::{error::Result, http::HttpClient};

const SCOPE: &str = "https://graph.microsoft.com/.default";
/// A token is not used in its last minute, so that it cannot expire under way.
const MARGIN: Duration = Duration::from_secs(60);

/// The token of this process. Holding the lock while fetching keeps jobs that start together from
/// each asking for one.
#[derive(Default)]
pub struct TokenCache(Mutex<Option<Token>>);

struct Token {
    /// Whom it was issued to and by whom.
    holder: (String, String),
    secret: Secret,
    until: Instant,
}

#[derive(Deserialize)]
struct Answer {
    access_token: String,
    expires_in: u64,
}

/// Who asks.
#[derive(Clone)]
pub struct Client<'a> {
    /// The tenant that issues tokens.
    pub authority_url: &'a str,
    /// The application.
    pub id: &'a str,
    /// Its secret.
    pub secret: &'a Secret,
}

impl TokenCache {
    /// A token that still works for a while.
    ///
    /// # Errors
    /// Fatal when the client or its secret is refused.
    pub async fn get(&self, http: &HttpClient, client: &Client<'_>) -> Result<Secret> {
        let holder = (client.authority_url.to_owned(), client.id.to_owned());
        let mut cached = self.0.lock().await;
        if let Some(token) = &*cached
            && token.holder == holder
            && token.until > Instant::now()
        {
            return Ok(token.secret.clone());
        }
        let url = format!("{}/oauth2/v2.0/token", client.authority_url.trim_end_matches('/'));
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", client.id),
            ("client_secret", client.secret.expose()),
            ("scope", SCOPE),
        ];
        let asked = Instant::now();
        let answer: Answer =
            http.call(Method::POST, &url, &[], |call| call.form(&form)).await?.json()?;
        let lifetime = Duration::from_secs(answer.expires_in).saturating_sub(MARGIN);
        let secret = Secret::new(answer.access_token);
        *cached = Some(Token { holder, secret: secret.clone(), until: asked + lifetime });
        Ok(secret)
    }

    /// Forgets a token that Graph did not accept, unless it has been replaced already.
    pub async fn forget(&self, refused: &Secret) {
        let mut cached = self.0.lock().await;
        if cached.as_ref().is_some_and(|token| token.secret == *refused) {
            *cached = None;
        }
    }
}
