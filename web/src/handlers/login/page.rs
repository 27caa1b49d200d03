//! The login page.

use actix_web::{HttpRequest, HttpResponse, http::StatusCode, web::Data};
use askama::Template;
use clerk_base::urls;
use clerk_domain::Context;

use super::{google_start, next_url};
use crate::{
    auth::{csrf::csrf_token, guards::Anyone},
    message,
};

/// Why the last attempt failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Problem {
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

/// `GET /accounts/login/`.
pub async fn page(request: HttpRequest, ctx: Data<Context>, visitor: Anyone) -> HttpResponse {
    let next = next_url::local(&next_url::of_query(&request));
    if visitor.0.is_some() {
        return HttpResponse::Found().insert_header(("Location", next)).finish();
    }
    render(&request, &ctx, &next, "", None)
}

/// The page, after an attempt with the name that was given.
pub(super) fn render(
    request: &HttpRequest,
    ctx: &Context,
    next: &str,
    username: &str,
    problem: Option<Problem>,
) -> HttpResponse {
    let page = Page {
        action: urls::LOGIN,
        csrf_token: csrf_token(request),
        next,
        username,
        google: ctx.config.security.google.as_ref().map(|_| google_start::url(next)),
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
