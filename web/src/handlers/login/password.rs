//! The login page, logging in by password, and logging out.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Data};
use askama::Template;
use clerk_base::{config::Secret, urls};
use clerk_domain::Context;
use clerk_workflows::login::{
    self,
    log_in::{Credentials, Outcome, with_password},
};

use super::{
    destination::{self, welcome},
    google,
};
use crate::{
    auth::{address::client_address, csrf::csrf_token, csrf_form::CsrfForm, session},
    error::ApiResult,
    guards::Anyone,
    message,
};

/// Why the last attempt failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Problem {
    /// Wrong name or password, or no active account.
    Refused,
    /// Too many failures.
    LockedOut,
}

#[derive(Template)]
#[template(path = "login.html")]
struct Page<'a> {
    action: &'static str,
    csrf_token: String,
    next: &'a str,
    username: &'a str,
    google: Option<String>,
    problem: Option<Problem>,
}

/// The login page; for who is logged in already, the way to the page asked for.
pub async fn page(actor: Anyone, request: HttpRequest, ctx: Data<Context>) -> HttpResponse {
    let next = destination::local(&destination::of_query(&request));
    if actor.0.is_some() {
        return HttpResponse::Found().insert_header(("Location", next)).finish();
    }
    render(&request, &next, "", None, &ctx)
}

/// The page, after an attempt with the name that was given.
fn render(
    request: &HttpRequest,
    next: &str,
    username: &str,
    problem: Option<Problem>,
    ctx: &Context,
) -> HttpResponse {
    let page = Page {
        action: urls::LOGIN,
        csrf_token: csrf_token(request),
        next,
        username,
        google: ctx.config.security.google.as_ref().map(|_| google::start_url(next)),
        problem,
    };
    let mut response = HttpResponse::build(match problem {
        Some(Problem::LockedOut) => StatusCode::TOO_MANY_REQUESTS,
        Some(Problem::Refused) | None => StatusCode::OK,
    });
    if problem == Some(Problem::LockedOut) {
        response.insert_header(("Retry-After", "300"));
    }
    message::html(response, &page)
}

/// Logs in by password.
pub async fn log_in(request: HttpRequest, form: CsrfForm, ctx: Data<Context>) -> ApiResult {
    let username = form.get("username").trim();
    let next = destination::local(form.get("next"));
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
    Ok(render(&request, &next, username, Some(problem), &ctx))
}

/// Logs out by a link, as the navigation has one.
pub async fn follow_logout(request: HttpRequest, ctx: Data<Context>) -> ApiResult {
    end_session(&request, &ctx).await
}

/// Logs out by a form.
pub async fn log_out(request: HttpRequest, _form: CsrfForm, ctx: Data<Context>) -> ApiResult {
    end_session(&request, &ctx).await
}

async fn end_session(request: &HttpRequest, ctx: &Context) -> ApiResult {
    if let Some(session) = session::of(request) {
        login::log_out(ctx, &session, client_address(request)).await?;
    }
    let mut response = HttpResponse::Found();
    response.insert_header(("Location", urls::LOGIN)).insert_header(("Cache-Control", "no-store"));
    if request.cookie(session::COOKIE).is_some() {
        response.cookie(session::removal_cookie(request));
    }
    Ok(response.finish())
}
