//! Pages of the staff site, one file a subject.

pub mod accounts;
mod answers;
pub mod case;
pub mod cases;
pub mod email_templates;
pub mod emails;
pub mod notification_templates;
pub mod people;
pub mod redirects;
pub mod templates;

use actix_web::HttpRequest;

/// A key as the address has it: scripts compare it with what they wrote there themselves.
fn as_written<'a>(request: &'a HttpRequest, part: &str) -> &'a str {
    request.match_info().query(part)
}
