//! The way back from Google.

use std::collections::HashMap;

use actix_web::{HttpRequest, HttpResponse, ResponseError, web::Data};
use clerk_domain::Context;
use clerk_workflows::login::log_in_google::{Outcome, with_google};

use super::{google_flow, welcome::welcome};
use crate::{
    auth::{address::client_address, session},
    error::ApiError,
    message::Message,
};

/// `GET /oauth/complete/google-oauth2/`.
///
/// # Errors
/// Fails when the database does.
pub async fn google_callback(
    request: HttpRequest,
    ctx: Data<Context>,
) -> Result<HttpResponse, actix_web::Error> {
    let mut response = match complete(&request, &ctx).await {
        Ok(response) => response,
        Err(Trouble::Message(message)) => message.error_response(),
        Err(Trouble::Api(error)) => return Err(error.into()),
    };
    response
        .add_cookie(&google_flow::removal(&request))
        .map_err(actix_web::error::ErrorInternalServerError)?;
    Ok(response)
}

enum Trouble {
    Message(Message),
    Api(ApiError),
}

async fn complete(request: &HttpRequest, ctx: &Context) -> Result<HttpResponse, Trouble> {
    let refuse = |message| Err(Trouble::Message(message));
    let Some(client) = ctx.config.security.google.as_ref() else {
        return refuse(Message::GoogleIsOff);
    };
    let query: HashMap<String, String> =
        url::form_urlencoded::parse(request.query_string().as_bytes()).into_owned().collect();
    let text = |name: &str| query.get(name).map_or("", String::as_str);
    let Some(begun) = google_flow::find(request, ctx, client, text("state")) else {
        return refuse(Message::GoogleStale);
    };
    if text("code").is_empty() {
        return refuse(Message::GoogleCancelled);
    }
    let profile = match begun.flow.profile(&ctx.outside, text("code")).await {
        Ok(profile) => profile,
        Err(error) => {
            tracing::warn!(reason = %error, "login by Google failed");
            return refuse(Message::GoogleFailed);
        }
    };
    let address = client_address(request);
    let outcome = with_google(ctx, &profile, address, session::of(request)).await;
    match outcome.map_err(|error| Trouble::Api(error.into()))? {
        Outcome::LoggedIn(session) => Ok(welcome(request, &session, begun.next)),
        Outcome::Outsider => refuse(Message::Outsider),
        Outcome::NotSetUp => refuse(Message::NotSetUp),
    }
}
