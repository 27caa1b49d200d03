//! Every URL in one place, in the order a reader would look.
//!
//! A URL is one `resource` with all its methods, so that another method is answered 405.

use actix_web::{
    http::StatusCode,
    web::{self, PayloadConfig, ServiceConfig, delete, get, patch, post, put, resource},
};
use clerk_shared::urls;

use crate::handlers::{
    api_docs, cases, email_events, files, inbound_email, login, operations, pages, static_files,
    submissions, unrouted_email, uploads,
};

/// A version 4 UUID in the path of a page.
const UUID: &str =
    "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-4[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}";

/// Largest call with delivery events. The provider sends a thousand at most.
const MOST_EVENTS: usize = 16 * 1024 * 1024;

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
        // The mail provider's webhooks (public)
        .service(resource("/email/receive/").route(post().to(inbound_email::receive::receive)))
        .service(
            resource("/email/events/")
                .app_data(PayloadConfig::new(MOST_EVENTS))
                .route(post().to(inbound_email::events::receive)),
        )
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
        // Staff API: cases
        .service(resource("/clerk/api/case/").route(get().to(cases::list::list)))
        .service(resource("/clerk/api/case/{id}/").route(get().to(cases::detail::detail)))
        // Staff API: notes and services of cases
        // Staff API: critical dates
        // Staff API: documents of cases, and document templates
        // Staff API: people
        // Staff API: clients and tenancies
        // Staff API: accounts
        // Staff API: emails
        .service(
            resource("/clerk/api/email/{case_id}/{id}/events/")
                .route(get().to(email_events::list::list)),
        )
        .service(resource("/clerk/api/unrouted-email/").route(get().to(unrouted_email::list::list)))
        .service(
            resource("/clerk/api/unrouted-email/{id}/")
                .route(delete().to(unrouted_email::dismiss::dismiss)),
        )
        .service(
            resource("/clerk/api/unrouted-email/{id}/assign/")
                .route(post().to(unrouted_email::assign::assign)),
        )
        // Staff API: email and notification templates
        // Staff API: submissions
        // Staff API: its document
        .service(resource("/clerk/api/docs/").route(get().to(api_docs::viewer::page)))
        .service(
            resource("/clerk/api/docs/openapi.json").route(get().to(api_docs::document::document)),
        )
        .service(resource("/clerk/api/docs/{file}").route(get().to(api_docs::viewer::file)))
        // Staff pages: cases
        .service(web::redirect("/", urls::CASES).using_status_code(StatusCode::FOUND))
        .service(resource("/clerk/").route(get().to(pages::root::root)))
        .service(resource(urls::CASES).route(get().to(pages::case_list::case_list)))
        .service(page("/clerk/cases/{id}/").route(get().to(pages::case_detail::case_detail)))
        .service(
            page("/clerk/cases/{id}/submission/")
                .route(get().to(pages::case_submission::case_submission)),
        )
        // Staff pages: emails of cases
        // Staff pages: parties, tenancies, clients
        // Staff pages: accounts and paralegals
        // Staff pages: templates
        // Files sent with the intake form
        .service(
            resource(["/clerk/files/{id}/", "/clerk/files/{id}/{name}"])
                .route(get().to(files::download::download)),
        )
        // Files of the front end
        .service(resource("/static/{path:.*}").route(get().to(static_files::serve::serve)))
        // Operations
        .service(resource("/healthz").route(get().to(operations::health::health)))
        .service(resource("/readyz").route(get().to(operations::ready::ready)));
}

/// A page about one thing. The addresses of pages hold version 4 UUIDs only, so that `/clerk/cases/x/`
/// is free for other pages; the API takes any.
fn page(pattern: &str) -> actix_web::Resource {
    resource(pattern.replace("{id}", &format!("{{id:{UUID}}}")))
}
