//! A login on its way through Google, remembered in a signed cookie of the browser.

use actix_web::{HttpRequest, cookie::Cookie};
use chrono::TimeDelta;
use clerk_base::config::GoogleLogin;
use clerk_domain::{Context, sessions::signing};
use clerk_services::google::Flow;
use serde_json::json;

use crate::auth::{cookies, csrf_token::random};

const COOKIE: &str = "oauth_flow";
const SALT: &str = "clerk.oauth_flow";
/// How long somebody may take at Google.
const LIFETIME: TimeDelta = TimeDelta::minutes(10);
const COMPLETE: &str = "/oauth/complete/google-oauth2/";

/// What the cookie holds.
pub struct Begun<'a> {
    pub flow: Flow<'a>,
    pub next: String,
}

/// Begins a login. The path to go to afterwards is known to be ours.
pub fn begin<'a>(ctx: &Context, client: &'a GoogleLogin, next: String) -> Begun<'a> {
    Begun { flow: flow(ctx, client, random(32), random(64)), next }
}

fn flow<'a>(ctx: &Context, client: &'a GoogleLogin, state: String, verifier: String) -> Flow<'a> {
    let redirect_uri = format!("{}{COMPLETE}", ctx.config.web.base_url);
    Flow { client, redirect_uri, state, verifier }
}

/// The cookie to take along.
pub fn cookie(request: &HttpRequest, ctx: &Context, begun: &Begun<'_>) -> Cookie<'static> {
    let Flow { state, verifier, .. } = &begun.flow;
    let value = json!({"state": state, "verifier": verifier, "next": begun.next});
    let key = &ctx.config.security.secret_key;
    let text = signing::dump(&value, SALT, key, ctx.clock.now());
    for_oauth(cookies::cookie(request, COOKIE, text, LIFETIME.num_seconds()))
}

/// Makes the browser forget it: each serves once.
pub fn removal(request: &HttpRequest) -> Cookie<'static> {
    for_oauth(cookies::removal(request, COOKIE))
}

fn for_oauth(mut cookie: Cookie<'static>) -> Cookie<'static> {
    cookie.set_http_only(true);
    cookie.set_path("/oauth/");
    cookie
}

/// The login that this browser began, if it was lately and with this `state`.
pub fn find<'a>(
    request: &HttpRequest,
    ctx: &Context,
    client: &'a GoogleLogin,
    state: &str,
) -> Option<Begun<'a>> {
    let cookie = request.cookie(COOKIE)?;
    let (value, at) = signing::load(cookie.value(), SALT, &ctx.config.security.secret_key)?;
    let text = |name: &str| Some(value.get(name)?.as_str()?.to_owned());
    let is_ours = text("state")? == state && ctx.clock.now() - at <= LIFETIME;
    is_ours.then_some(())?;
    let flow = flow(ctx, client, text("state")?, text("verifier")?);
    Some(Begun { flow, next: text("next")? })
}
