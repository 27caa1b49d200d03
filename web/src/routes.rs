//! Every URL in one place, in the order a reader would look.

use actix_web::web::{ServiceConfig, get, patch, post, put, resource};

use crate::handlers::{files, submissions, uploads};

/// Registers the routes.
pub fn configure(config: &mut ServiceConfig) {
    config
        // Intake API (public)
        .service(resource("/api/submission/").route(post().to(submissions::create::create)))
        .service(
            resource("/api/submission/{id}/")
                .route(get().to(submissions::retrieve::retrieve))
                .route(put().to(submissions::update::put))
                .route(patch().to(submissions::update::patch)),
        )
        .service(
            resource("/api/submission/{id}/submit/").route(post().to(submissions::submit::submit)),
        )
        .service(resource("/api/upload/").route(post().to(uploads::create::create)))
        // Login
        // Staff API
        // Staff pages
        .service(
            resource(["/clerk/files/{id}/", "/clerk/files/{id}/{name}"])
                .route(get().to(files::download::download)),
        );
    // Operations
}
