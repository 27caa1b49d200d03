//! The way to Google.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use clerk_domain::Context;

use super::{google_flow, next_url};
use crate::{error::ApiError, message::Message};

const START: &str = "/oauth/login/google-oauth2/";

/// The address that begins a login and ends at a path of ours.
pub(super) fn url(next: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    format!("{START}?{}", query.append_pair("next", next).finish())
}

/// `GET /oauth/login/google-oauth2/`.
///
/// # Errors
/// A page when Google logins are not set up.
pub async fn google_start(
    request: HttpRequest,
    ctx: Data<Context>,
) -> Result<HttpResponse, actix_web::Error> {
    let client = ctx.config.security.google.as_ref().ok_or(Message::GoogleIsOff)?;
    let next = next_url::local(&next_url::of_query(&request));
    let begun = google_flow::begin(&ctx, client, next);
    let url = begun.flow.authorize_url(&ctx.outside).map_err(ApiError::from)?;
    Ok(HttpResponse::Found()
        .cookie(google_flow::cookie(&request, &ctx, &begun))
        .insert_header(("Location", url))
        .insert_header(("Cache-Control", "no-store"))
        .finish())
}
