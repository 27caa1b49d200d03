//! Where SendGrid posts incoming mail.

use clerk_base::config::{Config, MailTransport};
use reqwest::{Method, RequestBuilder};
use serde_json::json;

use crate::{
    error::{Result, ServiceError},
    http::HttpClient,
};

const API: &str = "https://api.sendgrid.com/v3/user/webhooks/parse/settings";

/// Has SendGrid post what comes in for our domain to a server, and returns the whole address. Only for
/// development: elsewhere the setting is made once, by hand.
///
/// # Errors
/// [`ServiceError::Fatal`] in staging and production, without SendGrid's key, or when SendGrid refuses;
/// [`ServiceError::Unavailable`] when it is out of reach.
pub async fn set_url(config: &Config, http: &HttpClient, server: &str) -> Result<String> {
    if config.environment.is_deployed() {
        let name = config.environment.name();
        return Err(ServiceError::Fatal(format!("This is for development, not for {name}.")));
    }
    let MailTransport::SendGrid { api_key } = &config.mail.transport else {
        return Err(ServiceError::Fatal("SENDGRID_API_KEY: not set".to_owned()));
    };
    let address = format!("{}/email/receive/", server.trim_end_matches('/'));
    let setting = json!({ "url": address, "spam_check": false, "send_raw": false });
    let url = format!("{API}/{}", config.mail.domain);
    let shape = |call: RequestBuilder| call.bearer_auth(api_key.expose()).json(&setting);
    http.call(Method::PATCH, &url, &[], shape).await?;
    Ok(address)
}
