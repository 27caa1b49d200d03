//! `GET /clerk/api/docs/openapi.json`

use actix_web::HttpResponse;

use crate::{auth::guards::LoggedIn, openapi};

/// Answers with the API document.
pub async fn document(_: LoggedIn) -> HttpResponse {
    HttpResponse::Ok().json(openapi::document())
}
