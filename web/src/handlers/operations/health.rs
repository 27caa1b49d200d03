//! Whether the process lives.

use actix_web::{HttpResponse, http::header::ContentType};

/// `GET /healthz`.
pub async fn health() -> HttpResponse {
    HttpResponse::Ok().content_type(ContentType::plaintext()).body("ok")
}
