//! What a page answers when it cannot be shown.

use std::fmt;

use actix_web::{HttpRequest, HttpResponse, ResponseError, http::StatusCode};
use askama::Template;
use clerk_domain::DomainError;
use serde_json::json;

use super::{page::ReactPage, rendered::Rendered};
use crate::error::ApiError;

/// Result of a page's handler.
pub type PageResult = Result<HttpResponse, PageError>;

/// Why a page is not shown, as the page that says so.
#[derive(Debug)]
pub struct PageError(Rendered);

#[derive(Template)]
#[template(path = "plain/message.html")]
struct Message {
    status: u16,
}

/// 403: the account of the request may not see this page.
#[must_use]
pub fn forbidden(request: &HttpRequest) -> Rendered {
    message(request, StatusCode::FORBIDDEN, "Not Allowed", "403")
}

/// 404: there is no such page, or nothing to show on it.
#[must_use]
pub fn not_found(request: &HttpRequest) -> Rendered {
    message(request, StatusCode::NOT_FOUND, "Not Found", "404")
}

fn message(request: &HttpRequest, status: StatusCode, title: &str, page: &str) -> Rendered {
    let plain = Message { status: status.as_u16() }.render().unwrap_or_default();
    ReactPage::new(request, title, page, json!({})).status(status).rendered(&plain)
}

/// Turns what a domain function refused into the page that says so.
pub fn or_page(request: &HttpRequest) -> impl Fn(DomainError) -> PageError {
    move |error| {
        PageError(match ApiError::from(error).status_code() {
            StatusCode::FORBIDDEN => forbidden(request),
            StatusCode::NOT_FOUND => not_found(request),
            // The front end has no page for these.
            status => {
                let plain = Message { status: status.as_u16() }.render().unwrap_or_default();
                ReactPage::new(request, "Error", "error", json!({})).status(status).rendered(&plain)
            }
        })
    }
}

impl From<Rendered> for PageError {
    fn from(rendered: Rendered) -> Self {
        Self(rendered)
    }
}

impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "page refused: {}", self.0.status)
    }
}

impl ResponseError for PageError {
    fn status_code(&self) -> StatusCode {
        self.0.status
    }

    fn error_response(&self) -> HttpResponse {
        self.0.respond()
    }
}
