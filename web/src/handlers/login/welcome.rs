//! The answer to a login that went well.

use actix_web::{HttpRequest, HttpResponse};
use clerk_domain::sessions::Session;

use crate::auth::{csrf, session};

/// Hands over the session and a new CSRF token, and goes on to a path that is known to be ours.
pub fn welcome(request: &HttpRequest, new: &Session, next: String) -> HttpResponse {
    csrf::rotate(request);
    HttpResponse::Found()
        .cookie(session::cookie(request, &new.key))
        .insert_header(("Location", next))
        .insert_header(("Cache-Control", "no-store"))
        .finish()
}
