//! The API document, and the same as a page to read, for logged-in staff.

use std::sync::LazyLock;

use actix_web::{HttpResponse, web::Data};
use utoipa::openapi::OpenApi;

use crate::{guards::LoggedIn, message, openapi};

/// Made once: it is the same for everybody.
static PAGE: LazyLock<openapi::Page> = LazyLock::new(|| {
    openapi::Page::new(&serde_json::to_value(openapi::document()).unwrap_or_default())
});

/// Answers with the API document.
pub async fn document(_actor: LoggedIn, document: Data<OpenApi>) -> HttpResponse {
    HttpResponse::Ok().json(&document)
}

/// Answers with the API document as a page to read.
pub async fn page(_actor: LoggedIn) -> HttpResponse {
    message::html(HttpResponse::Ok(), &*PAGE)
}
