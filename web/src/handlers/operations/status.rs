//! A page for an uptime monitor on the internet: a word to look for, and nothing else.

use actix_web::{
    HttpResponse,
    http::{StatusCode, header::ContentType},
    web::Data,
};
use askama::Template;
use clerk_domain::Context;
use clerk_workflows::operations;

use crate::error::ApiError;

#[derive(Template)]
#[template(path = "status.html")]
struct Page {
    is_ready: bool,
}

/// `GET /status/`: 200 while the database answers and a worker works, else 503.
///
/// # Errors
/// Fails when the page cannot be made.
pub async fn status(ctx: Data<Context>) -> Result<HttpResponse, ApiError> {
    let is_ready = operations::readiness(&ctx).await.is_ready();
    let status = if is_ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let page = Page { is_ready }
        .render()
        .map_err(|_| ApiError::Server(StatusCode::INTERNAL_SERVER_ERROR))?;
    Ok(HttpResponse::build(status)
        .content_type(ContentType::html())
        .insert_header(("Cache-Control", "no-store"))
        .body(page))
}
