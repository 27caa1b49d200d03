//! Every URL in one place, in the order a reader would look.
//!
//! A URL is one `resource` with all its methods, so that another method is answered 405.

use actix_web::web::{self, ServiceConfig, get, patch, post, put, resource};
use clerk_shared::urls;

use crate::handlers::{files, login, operations, submissions, uploads};

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
        .service(
            resource(urls::LOGIN)
                .route(get().to(login::page::page))
                .route(post().to(login::submit::submit)),
        )
        .service(
            resource(urls::LOGOUT)
                .route(get().to(login::logout::follow))
                .route(post().to(login::logout::submit)),
        )
        .service(
            resource("/oauth/login/google-oauth2/")
                .route(get().to(login::google_start::google_start)),
        )
        .service(
            resource("/oauth/complete/google-oauth2/")
                .route(get().to(login::google_callback::google_callback)),
        )
        // Staff API
        // Staff pages
        .service(web::redirect("/", urls::CASES))
        .service(
            resource(["/clerk/files/{id}/", "/clerk/files/{id}/{name}"])
                .route(get().to(files::download::download)),
        )
        // Operations
        .service(resource("/healthz").route(get().to(operations::health::health)))
        .service(resource("/readyz").route(get().to(operations::ready::ready)));
}
