//! The people of the organisation, as Google's directory knows them.

use aws_lc_rs::{
    rand::SystemRandom,
    rsa::KeyPair,
    signature::{RSA_PKCS1_SHA256, RsaKeyPair},
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use chrono::{DateTime, Utc};
use clerk_base::config::{GoogleDirectory, Secret};
use reqwest::Method;
use serde::Deserialize;
use serde_json::json;

use super::http::Outside;
use crate::error::{Result, ServiceError};

const TOKEN: &str = "https://oauth2.googleapis.com/token";
const USERS: &str = "https://admin.googleapis.com/admin/directory/v1/users";
const SCOPE: &str = "https://www.googleapis.com/auth/admin.directory.user.readonly";
const GRANT: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";
/// Seconds that a request for a token is good for.
const LIFETIME: i64 = 600;
/// A directory of more pages than this is taken for a defect.
const MOST_PAGES: usize = 200;

/// Somebody in the directory.
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

/// Somebody's name.
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
/// See [`Outside::call`]; fatal when the service account's key cannot be read or is refused.
pub async fn people(
    outside: &Outside,
    config: &GoogleDirectory,
    now: DateTime<Utc>,
) -> Result<Vec<Person>> {
    let assertion = assertion(config, now)?;
    let form = [("grant_type", GRANT), ("assertion", assertion.expose())];
    let reply = outside.call(Method::POST, TOKEN, &[], |call| call.form(&form)).await?;
    let token = Secret::new(reply.json::<Token>()?.access_token);
    let mut people = Vec::new();
    let mut page_token: Option<String> = None;
    for _ in 0..MOST_PAGES {
        let query =
            [("domain", config.domain.as_str()), ("orderBy", "email"), ("maxResults", "500")];
        let reply = outside
            .call(Method::GET, USERS, &[], |call| {
                let next = page_token.as_deref().map(|it| ("pageToken", it));
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
    let key = key(&config.private_key)?;
    let claims = json!({
        "iss": config.service_account,
        "scope": SCOPE,
        "aud": TOKEN,
        "iat": now.timestamp(),
        "exp": now.timestamp() + LIFETIME,
    });
    let part = |it: &[u8]| URL_SAFE_NO_PAD.encode(it);
    let header = json!({ "alg": "RS256", "typ": "JWT" }).to_string();
    let signed = format!("{}.{}", part(header.as_bytes()), part(claims.to_string().as_bytes()));
    let mut signature = vec![0; key.public_modulus_len()];
    key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), signed.as_bytes(), &mut signature)
        .map_err(|_| unusable_key())?;
    Ok(Secret::new(format!("{signed}.{}", part(&signature))))
}

/// The key in the PEM text that Google hands out (PKCS #8).
fn key(pem: &Secret) -> Result<KeyPair> {
    let body: String =
        pem.expose().lines().map(str::trim).filter(|line| !line.starts_with("-----")).collect();
    let der = STANDARD.decode(body).map_err(|_| unusable_key())?;
    RsaKeyPair::from_pkcs8(&der).map_err(|_| unusable_key())
}

fn unusable_key() -> ServiceError {
    ServiceError::Fatal("GOOGLE_SERVICE_ACCOUNT_PRIVATE_KEY: not a usable key".to_owned())
}
