//! The API document, and the same as a page to read, for logged-in staff.

mod page;

use std::sync::OnceLock;

use actix_web::{HttpResponse, web::Data};
use utoipa::openapi::OpenApi;

use self::page::Page;
use crate::{guards::LoggedIn, message};

/// Made once: it is the same for everybody.
static PAGE: OnceLock<Page> = OnceLock::new();

/// Answers with the API document.
pub async fn document(_actor: LoggedIn, document: Data<OpenApi>) -> HttpResponse {
    HttpResponse::Ok().json(&document)
}

/// Answers with the API document as a page to read.
pub async fn page(_actor: LoggedIn, document: Data<OpenApi>) -> HttpResponse {
    let page = PAGE
        .get_or_init(|| Page::new(&serde_json::to_value(document.as_ref()).unwrap_or_default()));
    message::html(HttpResponse::Ok(), page)
}
