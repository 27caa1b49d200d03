//! `GET /case/<anything>`: where the staff site used to be.

use actix_web::{HttpRequest, HttpResponse};

/// Redirects to the same address below `/clerk/`, without the query.
pub async fn old_address(request: HttpRequest) -> HttpResponse {
    let rest = request.uri().path().strip_prefix("/case/").unwrap_or_default();
    HttpResponse::Found().insert_header(("Location", format!("/clerk/{rest}"))).finish()
}
