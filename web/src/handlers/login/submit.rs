//! Logging in by password.

use actix_web::{HttpRequest, web::Data};
use clerk_base::config::Secret;
use clerk_domain::Context;
use clerk_workflows::login::log_in::{Credentials, Outcome, with_password};

use super::{
    next_url,
    page::{Problem, render},
    welcome::welcome,
};
use crate::{
    auth::{address::client_address, csrf_form::CsrfForm, session},
    error::ApiResult,
};

/// `POST /accounts/login/`.
///
/// # Errors
/// Fails when the database does.
pub async fn submit(request: HttpRequest, ctx: Data<Context>, form: CsrfForm) -> ApiResult {
    let username = form.get("username").trim();
    let next = next_url::local(form.get("next"));
    let credentials = Credentials {
        username: username.to_owned(),
        password: Secret::new(form.get("password")),
        address: client_address(&request),
        previous: session::of(&request),
    };
    let problem = match with_password(&ctx, credentials).await? {
        Outcome::LoggedIn(session) => return Ok(welcome(&request, &session, next)),
        Outcome::Refused => Problem::Refused,
        Outcome::LockedOut => Problem::LockedOut,
    };
    Ok(render(&request, &ctx, &next, username, Some(problem)))
}
