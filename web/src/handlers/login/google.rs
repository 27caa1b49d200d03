//! Logging in with Google.

use std::collections::HashMap;

use actix_web::{HttpRequest, HttpResponse, ResponseError, cookie::Cookie, web::Data};
use chrono::TimeDelta;
use clerk_base::config::GoogleLogin;
use clerk_domain::{Context, sessions::signing};
use clerk_services::google::Flow;
use clerk_workflows::login::log_in_google::{Outcome, with_google};
use serde_json::json;

use super::destination::{self, welcome};
use crate::{
    auth::{address::client_address, cookies, csrf_token::random, session},
    error::ApiError,
    message::Message,
};

/// Where a login begins.
pub const START: &str = "/oauth/login/google-oauth2/";
/// Where Google sends people back to.
pub const COMPLETE: &str = "/oauth/complete/google-oauth2/";

const COOKIE: &str = "oauth_flow";
const SALT: &str = "clerk.oauth_flow";
/// How long a person may take at Google.
const LIFETIME: TimeDelta = TimeDelta::minutes(10);

/// A login on its way through Google, remembered in a signed cookie of the browser.
struct Begun<'a> {
    flow: Flow<'a>,
    next: String,
}

enum Refused {
    Message(Message),
    Api(ApiError),
}

/// The address that begins a login and ends at a path of ours.
pub(super) fn start_url(next: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    format!("{START}?{}", query.append_pair("next", next).finish())
}

/// The way to Google.
pub async fn start(
    request: HttpRequest,
    ctx: Data<Context>,
) -> Result<HttpResponse, actix_web::Error> {
    let client = ctx.config.security.google.as_ref().ok_or(Message::GoogleIsOff)?;
    let next = destination::local(&destination::of_query(&request));
    let begun = begin(client, next, &ctx);
    let url = begun.flow.authorize_url(&ctx.http).map_err(ApiError::from)?;
    Ok(HttpResponse::Found()
        .cookie(cookie(&request, &begun, &ctx))
        .insert_header(("Location", url))
        .insert_header(("Cache-Control", "no-store"))
        .finish())
}

/// The way back from Google.
pub async fn complete(
    request: HttpRequest,
    ctx: Data<Context>,
) -> Result<HttpResponse, actix_web::Error> {
    let mut response = match finish(&request, &ctx).await {
        Ok(response) => response,
        Err(Refused::Message(message)) => message.error_response(),
        Err(Refused::Api(error)) => return Err(error.into()),
    };
    response.add_cookie(&removal(&request)).map_err(actix_web::error::ErrorInternalServerError)?;
    Ok(response)
}

async fn finish(request: &HttpRequest, ctx: &Context) -> Result<HttpResponse, Refused> {
    let refuse = |message| Err(Refused::Message(message));
    let Some(client) = ctx.config.security.google.as_ref() else {
        return refuse(Message::GoogleIsOff);
    };
    let query: HashMap<String, String> =
        url::form_urlencoded::parse(request.query_string().as_bytes()).into_owned().collect();
    let text = |name: &str| query.get(name).map_or("", String::as_str);
    let Some(begun) = find(request, client, text("state"), ctx) else {
        return refuse(Message::GoogleStale);
    };
    if text("code").is_empty() {
        return refuse(Message::GoogleCancelled);
    }
    let profile = match begun.flow.profile(&ctx.http, text("code")).await {
        Ok(profile) => profile,
        Err(error) => {
            tracing::warn!(reason = %error, "login by Google failed");
            return refuse(Message::GoogleFailed);
        }
    };
    let address = client_address(request);
    let outcome = with_google(ctx, &profile, address, session::of(request)).await;
    match outcome.map_err(|error| Refused::Api(error.into()))? {
        Outcome::LoggedIn(session) => Ok(welcome(request, &session, begun.next)),
        Outcome::Outsider => refuse(Message::Outsider),
        Outcome::NotSetUp => refuse(Message::NotSetUp),
    }
}

/// Begins a login. The path to go to afterwards is known to be ours.
fn begin<'a>(client: &'a GoogleLogin, next: String, ctx: &Context) -> Begun<'a> {
    Begun { flow: flow(client, random(32), random(64), ctx), next }
}

fn flow<'a>(client: &'a GoogleLogin, state: String, verifier: String, ctx: &Context) -> Flow<'a> {
    let redirect_uri = format!("{}{COMPLETE}", ctx.config.web.base_url);
    Flow { client, redirect_uri, state, verifier }
}

/// The cookie to take along.
fn cookie(request: &HttpRequest, begun: &Begun<'_>, ctx: &Context) -> Cookie<'static> {
    let Flow { state, verifier, .. } = &begun.flow;
    let value = json!({"state": state, "verifier": verifier, "next": begun.next});
    let key = &ctx.config.security.secret_key;
    let text = signing::dump(&value, SALT, key, ctx.clock.now());
    for_oauth(cookies::cookie(request, COOKIE, text, LIFETIME.num_seconds()))
}

/// Makes the browser forget it: each serves once.
fn removal(request: &HttpRequest) -> Cookie<'static> {
    for_oauth(cookies::removal(request, COOKIE))
}

fn for_oauth(mut cookie: Cookie<'static>) -> Cookie<'static> {
    cookie.set_http_only(true);
    cookie.set_path("/oauth/");
    cookie
}

/// The login that this browser began, if it was lately and with this `state`.
fn find<'a>(
    request: &HttpRequest,
    client: &'a GoogleLogin,
    state: &str,
    ctx: &Context,
) -> Option<Begun<'a>> {
    let cookie = request.cookie(COOKIE)?;
    let (value, at) = signing::load(cookie.value(), SALT, &ctx.config.security.secret_key)?;
    let text = |name: &str| Some(value.get(name)?.as_str()?.to_owned());
    let is_ours = text("state")? == state && ctx.clock.now() - at <= LIFETIME;
    is_ours.then_some(())?;
    let flow = flow(client, text("state")?, text("verifier")?, ctx);
    Some(Begun { flow, next: text("next")? })
}
