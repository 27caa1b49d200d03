//! Every URL in one place, in the order a reader would look.

use actix_web::web::ServiceConfig;

/// Registers the routes.
pub fn configure(_config: &mut ServiceConfig) {
    // Intake API (public)
    // Login
    // Staff API
    // Staff pages
    // Operations
}
