//! The people of the organisation, as Google's directory knows them.

use chrono::{DateTime, Utc};
use clerk_base::config::{GoogleDirectory, Secret};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use reqwest::Method;
use serde::Deserialize;
use serde_json::json;

use crate::{
    error::{Result, ServiceError},
    http::HttpClient,
};

const TOKEN: &str = "https://oauth2.googleapis.com/token";
const USERS: &str = "https://admin.googleapis.com/admin/directory/v1/users";
const SCOPE: &str = "https://www.googleapis.com/auth/admin.directory.user.readonly";
const GRANT: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";
/// Seconds that a request for a token is good for.
const LIFETIME: i64 = 600;
/// A directory of more pages than this is taken for a defect.
const MAX_PAGES: usize = 200;

/// A person in the directory.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Person {
    /// Their address.
    pub primary_email: String,
    /// Their name.
    #[serde(default)]
    pub name: Name,
    /// Whether they may no longer log in there.
    #[serde(default)]
    pub suspended: bool,
}

/// A person's name.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Name {
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
}

#[derive(Deserialize)]
struct Token {
    access_token: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    #[serde(default)]
    users: Vec<Person>,
    next_page_token: Option<String>,
}

/// Everybody in the directory, suspended people too.
///
/// # Errors
/// Fatal when the service account's key cannot be read or is refused.
pub async fn people(
    http: &HttpClient,
    config: &GoogleDirectory,
    now: DateTime<Utc>,
) -> Result<Vec<Person>> {
    let assertion = assertion(config, now)?;
    let form = [("grant_type", GRANT), ("assertion", assertion.expose())];
    let reply = http.call(Method::POST, TOKEN, &[], |call| call.form(&form)).await?;
    let token = Secret::new(reply.json::<Token>()?.access_token);
    let mut people = Vec::new();
    let mut page_token: Option<String> = None;
    for _ in 0..MAX_PAGES {
        let query =
            [("domain", config.domain.as_str()), ("orderBy", "email"), ("maxResults", "500")];
        let reply = http
            .call(Method::GET, USERS, &[], |call| {
                let next = page_token.as_deref().map(|token| ("pageToken", token));
                call.bearer_auth(token.expose()).query(&query).query(next.as_slice())
            })
            .await?;
        let mut page: Page = reply.json()?;
        people.append(&mut page.users);
        page_token = page.next_page_token;
        if page_token.is_none() {
            return Ok(people);
        }
    }
    Err(ServiceError::Unavailable("admin.googleapis.com: a list without an end".to_owned()))
}

/// What the service account asks for a token with, signed by its key.
fn assertion(config: &GoogleDirectory, now: DateTime<Utc>) -> Result<Secret> {
    let claims = json!({
        "iss": config.service_account,
        "scope": SCOPE,
        "aud": TOKEN,
        "iat": now.timestamp(),
        "exp": now.timestamp() + LIFETIME,
    });
    let key = EncodingKey::from_rsa_pem(config.private_key.expose().as_bytes());
    let key = key.map_err(|_| unusable_key())?;
    let assertion = jsonwebtoken::encode(&Header::new(Algorithm::RS256), &claims, &key);
    assertion.map(Secret::new).map_err(|_| unusable_key())
}

fn unusable_key() -> ServiceError {
    ServiceError::Fatal("GOOGLE_SERVICE_ACCOUNT_PRIVATE_KEY: not a usable key".to_owned())
}
