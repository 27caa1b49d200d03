//! Logging in with Google: the OAuth 2 code flow with PKCE.

use std::fmt::Display;

use aws_lc_rs::digest;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use clerk_base::config::GoogleLogin;
use reqwest::{Method, Response};
use serde::Deserialize;

use crate::{
    error::{Result, ServiceError},
    http::HttpClient,
};

const AUTHORIZE: &str = "https://accounts.google.com/o/oauth2/auth";
const TOKEN: &str = "https://accounts.google.com/o/oauth2/token";
const USER_INFO: &str = "https://www.googleapis.com/oauth2/v3/userinfo";
const SCOPES: &str = "https://www.googleapis.com/auth/userinfo.email \
                      https://www.googleapis.com/auth/userinfo.profile openid email profile";

/// Who Google says a person is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Their address.
    pub email: String,
    /// Whether Google has verified that the address is theirs.
    pub is_verified: bool,
    /// Seconds that Google's token lives.
    pub expires_in: Option<i64>,
    /// Kind of Google's token.
    pub token_type: Option<String>,
}

/// One login on its way through Google.
#[derive(Clone, Debug)]
pub struct Flow<'a> {
    /// The organisation's client at Google.
    pub client: &'a GoogleLogin,
    /// Where Google sends the browser back to.
    pub redirect_uri: String,
    /// Random; shows that the answer belongs to the question.
    pub state: String,
    /// Random, 43 characters or more; shows that who asks for the token began the login.
    pub verifier: String,
}

#[derive(Deserialize)]
struct Token {
    access_token: String,
    expires_in: Option<i64>,
    token_type: Option<String>,
}

#[derive(Deserialize)]
struct UserInfo {
    email: Option<String>,
    #[serde(default)]
    email_verified: bool,
}

impl Flow<'_> {
    /// Where the browser goes to log in.
    ///
    /// # Errors
    /// Fails when the stand-in's address is not usable.
    pub fn authorize_url(&self, http: &HttpClient) -> Result<String> {
        let mut url = http.resolve(AUTHORIZE)?;
        let challenge = digest::digest(&digest::SHA256, self.verifier.as_bytes());
        url.query_pairs_mut()
            .append_pair("client_id", &self.client.client_id)
            .append_pair("redirect_uri", &self.redirect_uri)
            .append_pair("response_type", "code")
            .append_pair("scope", SCOPES)
            .append_pair("state", &self.state)
            .append_pair("code_challenge", &URL_SAFE_NO_PAD.encode(challenge))
            .append_pair("code_challenge_method", "S256");
        Ok(url.into())
    }

    /// Who came back with this code.
    ///
    /// # Errors
    /// [`ServiceError::Unavailable`] when Google cannot be reached or does not accept the code.
    pub async fn profile(&self, http: &HttpClient, code: &str) -> Result<Profile> {
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("client_id", &self.client.client_id),
            ("client_secret", self.client.client_secret.expose()),
            ("redirect_uri", &self.redirect_uri),
            ("code_verifier", &self.verifier),
        ];
        let response = http.request(Method::POST, TOKEN)?.form(&form).send().await;
        let token: Token = read("token", response).await?;
        let request = http.request(Method::GET, USER_INFO)?.bearer_auth(&token.access_token);
        let info: UserInfo = read("userinfo", request.send().await).await?;
        Ok(Profile {
            email: info.email.ok_or_else(|| failed("userinfo", &"no address"))?,
            is_verified: info.email_verified,
            expires_in: token.expires_in,
            token_type: token.token_type,
        })
    }
}

async fn read<T: serde::de::DeserializeOwned>(
    what: &str,
    response: reqwest::Result<Response>,
) -> Result<T> {
    let response = response.map_err(|error| failed(what, &error.without_url()))?;
    if !response.status().is_success() {
        return Err(failed(what, &response.status()));
    }
    response.json().await.map_err(|error| failed(what, &error.without_url()))
}

fn failed(what: &str, reason: &dyn Display) -> ServiceError {
    ServiceError::Unavailable(format!("Google, {what}: {reason}"))
}
