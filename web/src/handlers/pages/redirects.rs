//! Addresses that lead to the list of cases, and where the staff site used to be.

use actix_web::{HttpRequest, HttpResponse};
use clerk_base::urls;

/// Redirects, whether logged in or not.
pub async fn root() -> HttpResponse {
    HttpResponse::Found().insert_header(("Location", urls::CASES)).finish()
}

/// Redirects to the same address below `/clerk/`, without the query.
pub async fn old_address(request: HttpRequest) -> HttpResponse {
    let rest = request.uri().path().strip_prefix("/case/").unwrap_or_default();
    HttpResponse::Found().insert_header(("Location", format!("/clerk/{rest}"))).finish()
}
