//! Small pages that say one thing, and need no front end for it. The words are in
//! `templates/message.html`.

use std::fmt;

use actix_web::{
    HttpResponse, ResponseError,
    http::{StatusCode, header::ContentType},
};
use askama::Template;
use clerk_base::urls;

/// What to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// 400: the request is for a host that we are not.
    BadHost,
    /// 403: a form without the right CSRF token.
    Forged,
    /// 404.
    NotFound,
    /// 404: no Google client is configured.
    GoogleIsOff,
    /// 400: Google's answer belongs to no login begun lately in this browser.
    GoogleStale,
    /// 403: the person said no at Google.
    GoogleCancelled,
    /// 502: Google cannot be reached or did not accept the code.
    GoogleFailed,
    /// 403: a Google account from outside the organisation.
    Outsider,
    /// 403: no active account yet.
    NotSetUp,
}

#[derive(Template)]
#[template(path = "message.html")]
struct Page {
    message: Message,
    home: &'static str,
    login: &'static str,
}

/// The policy for pages without scripts.
pub const CONTENT_SECURITY_POLICY: (&str, &str) = (
    "Content-Security-Policy",
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'",
);

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl ResponseError for Message {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::BadHost | Self::GoogleStale => StatusCode::BAD_REQUEST,
            Self::Forged | Self::GoogleCancelled | Self::Outsider | Self::NotSetUp => {
                StatusCode::FORBIDDEN
            }
            Self::NotFound | Self::GoogleIsOff => StatusCode::NOT_FOUND,
            Self::GoogleFailed => StatusCode::BAD_GATEWAY,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let page = Page { message: *self, home: urls::CASES, login: urls::LOGIN };
        html(HttpResponse::build(self.status_code()), &page)
    }
}

/// A rendered page as the answer.
pub fn html(mut response: actix_web::HttpResponseBuilder, page: &impl Template) -> HttpResponse {
    match page.render() {
        Ok(text) => response
            .content_type(ContentType::html())
            .insert_header(CONTENT_SECURITY_POLICY)
            .insert_header(("Cache-Control", "no-store"))
            .body(text),
        Err(error) => {
            tracing::error!(%error, "a page could not be rendered");
            HttpResponse::InternalServerError().finish()
        }
    }
}
