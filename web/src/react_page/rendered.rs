//! HTML that is ready to be sent.

use actix_web::{
    HttpResponse,
    http::{StatusCode, header::ContentType},
};

/// A page that is ready to be sent, also from where the request is out of reach.
#[derive(Clone, Debug)]
pub struct Rendered {
    pub(super) status: StatusCode,
    body: String,
}

impl Rendered {
    pub(super) fn new(status: StatusCode, body: askama::Result<String>) -> Self {
        body.map_or_else(
            |error| {
                tracing::error!(%error, "a template failed");
                let status = StatusCode::INTERNAL_SERVER_ERROR;
                Self { status, body: "This page could not be made.".to_owned() }
            },
            |body| Self { status, body },
        )
    }

    /// The answer.
    #[must_use]
    pub fn respond(&self) -> HttpResponse {
        html(self.status, self.body.clone())
    }
}

/// An HTML answer out of a template that has been rendered.
#[must_use]
pub fn html(status: StatusCode, body: String) -> HttpResponse {
    // Pages show people's data, which no cache may keep.
    HttpResponse::build(status)
        .content_type(ContentType::html())
        .insert_header(("Cache-Control", "no-store"))
        .body(body)
}
