//! `GET /clerk/`: to the list of cases.

use actix_web::HttpResponse;
use clerk_base::urls;

/// Redirects, whether logged in or not.
pub async fn root() -> HttpResponse {
    HttpResponse::Found().insert_header(("Location", urls::CASES)).finish()
}
