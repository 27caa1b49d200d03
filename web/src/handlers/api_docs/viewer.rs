//! `GET /clerk/api/docs/`

use std::sync::LazyLock;

use actix_web::HttpResponse;

use crate::{auth::guards::LoggedIn, message, openapi};

/// Made once: it is the same for everybody.
static PAGE: LazyLock<openapi::Page> = LazyLock::new(|| {
    openapi::Page::new(&serde_json::to_value(openapi::document()).unwrap_or_default())
});

/// Answers with the API document as a page to read.
pub async fn page(_: LoggedIn) -> HttpResponse {
    message::html(HttpResponse::Ok(), &*PAGE)
}
