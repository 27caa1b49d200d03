//! Every address in one place. Those of the staff API stand at its handlers; the order here is that of
//! the API document. Of two patterns that match an address, the first counts.
//!
//! An address is one `resource` with all its methods, so that another method is answered 405.

use actix_web::{
    Resource,
    http::StatusCode,
    web::{self, PayloadConfig, ServiceConfig, get, patch, post, put, resource},
};
use clerk_base::urls;

use crate::{
    api_route::{self, ApiRoute},
    handlers::{
        accounts, api_docs, cases, clients, dates, document_templates, documents, email_templates,
        emails, files, inbound_email,
        login::{google, password},
        notes, notification_templates, operations, pages, people, services, staff_submissions,
        static_files, submissions, tenancies, unrouted_email, uploads,
    },
};

/// The operations of the staff API.
pub const API: &[&[ApiRoute]] = &[
    cases::ROUTES,
    notes::ROUTES,
    services::ROUTES,
    documents::ROUTES,
    document_templates::ROUTES,
    dates::ROUTES,
    people::ROUTES,
    clients::ROUTES,
    tenancies::ROUTES,
    accounts::ROUTES,
    emails::ROUTES,
    unrouted_email::ROUTES,
    email_templates::ROUTES,
    notification_templates::ROUTES,
    staff_submissions::ROUTES,
];

/// A version 4 UUID in the path of a page.
const UUID: &str =
    "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-4[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}";

/// Bytes of a call with delivery events. The provider sends a thousand at most.
const MAX_EVENTS_BYTES: usize = 16 * 1024 * 1024;

/// Registers the routes.
pub fn configure(config: &mut ServiceConfig) {
    config.configure(public).configure(login);
    for table in API {
        api_route::register(config, table);
    }
    config.configure(case_pages).configure(other_pages).configure(files_and_operations);
}

/// The intake form's API, and the mail provider's webhooks.
fn public(config: &mut ServiceConfig) {
    config
        .service(resource("/api/submission/").route(post().to(submissions::create)))
        .service(
            resource("/api/submission/{id}/")
                .route(get().to(submissions::get))
                .route(put().to(submissions::replace))
                .route(patch().to(submissions::update)),
        )
        .service(resource("/api/submission/{id}/submit/").route(post().to(submissions::submit)))
        .service(resource("/api/upload/").route(post().to(uploads::create)))
        .service(resource("/email/receive/").route(post().to(inbound_email::receive)))
        .service(
            resource("/email/events/")
                .app_data(PayloadConfig::new(MAX_EVENTS_BYTES))
                .route(post().to(inbound_email::receive_events)),
        );
}

fn login(config: &mut ServiceConfig) {
    config
        .service(
            resource(urls::LOGIN)
                .route(get().to(password::page))
                .route(post().to(password::log_in)),
        )
        .service(
            resource(urls::LOGOUT)
                .route(get().to(password::follow_logout))
                .route(post().to(password::log_out)),
        )
        .service(resource(google::START).route(get().to(google::start)))
        .service(resource(google::COMPLETE).route(get().to(google::complete)));
}

fn case_pages(config: &mut ServiceConfig) {
    use pages::{case, cases, emails, redirects};

    config
        .service(web::redirect("/", urls::CASES).using_status_code(StatusCode::FOUND))
        .service(resource("/case/{path:.*}").route(get().to(redirects::old_address)))
        .service(resource("/clerk/").route(get().to(redirects::root)))
        .service(resource(urls::CASES).route(get().to(cases::list)))
        .service(resource(urls::CASE_CREATE).route(get().to(cases::create)))
        .service(resource(urls::CASE_INBOX).route(get().to(cases::inbox)))
        .service(resource(urls::CASE_REVIEW).route(get().to(cases::review)))
        .service(resource(urls::DATES).route(get().to(cases::dates)))
        .service(page("/clerk/cases/{id:uuid}/").route(get().to(case::get)))
        .service(page("/clerk/cases/{id:uuid}/docs/").route(get().to(case::documents)))
        .service(page("/clerk/cases/{id:uuid}/dates/").route(get().to(case::dates)))
        .service(page("/clerk/cases/{id:uuid}/services/").route(get().to(case::services)))
        .service(page("/clerk/cases/{id:uuid}/submission/").route(get().to(case::submission)))
        .service(page("/clerk/cases/email/{id:uuid}/").route(get().to(emails::list)))
        .service(
            page("/clerk/cases/email/{case_id:uuid}/thread/{slug:slug}/")
                .route(get().to(emails::thread)),
        )
        .service(page("/clerk/cases/email/{id:uuid}/draft/").route(get().to(emails::create_draft)))
        .service(
            page("/clerk/cases/email/{case_id:uuid}/draft/{email_id:number}/")
                .route(get().to(emails::edit_draft)),
        )
        .service(
            page("/clerk/cases/email/{case_id:uuid}/draft/{email_id:number}/preview/")
                .route(get().to(emails::preview_draft)),
        );
}

/// The pages of people, accounts and templates.
fn other_pages(config: &mut ServiceConfig) {
    use pages::{accounts, email_templates, notification_templates, people, templates};

    config
        .service(resource(urls::PARTIES).route(get().to(people::list_parties)))
        .service(resource(urls::PARTY_CREATE).route(get().to(people::create_party)))
        .service(page("/clerk/parties/{id:number}/").route(get().to(people::get_party)))
        .service(page("/clerk/tenancy/{id:number}/").route(get().to(people::get_tenancy)))
        .service(page("/clerk/client/{id:uuid}/").route(get().to(people::get_client)))
        .service(resource(urls::ACCOUNTS).route(get().to(accounts::list)))
        .service(resource(urls::ACCOUNT_CREATE).route(get().to(accounts::create)))
        .service(page("/clerk/account/{id:number}/").route(get().to(accounts::get)))
        .service(resource(urls::PARALEGALS).route(get().to(accounts::list_paralegals)))
        .service(resource(urls::TEMPLATES).route(get().to(templates::list_kinds)))
        .service(resource(urls::DOCUMENT_TEMPLATES).route(get().to(templates::list)))
        .service(resource(urls::DOCUMENT_TEMPLATE_CREATE).route(get().to(templates::create)))
        .service(resource(urls::EMAIL_TEMPLATES).route(get().to(email_templates::list)))
        .service(resource(urls::EMAIL_TEMPLATE_CREATE).route(get().to(email_templates::create)))
        .service(page("/clerk/templates/email/{id:number}/").route(get().to(email_templates::get)))
        .service(
            resource(urls::NOTIFICATION_TEMPLATES).route(get().to(notification_templates::list)),
        )
        .service(
            resource(urls::NOTIFICATION_TEMPLATE_CREATE)
                .route(get().to(notification_templates::create)),
        )
        .service(
            page("/clerk/templates/notify/{id:number}/")
                .route(get().to(notification_templates::get)),
        );
}

/// Stored files, those of the front end, the API document, and what operators ask.
fn files_and_operations(config: &mut ServiceConfig) {
    config
        .service(
            resource(["/clerk/files/{id}/", "/clerk/files/{id}/{name}"])
                .route(get().to(files::download)),
        )
        .service(
            resource(["/clerk/attachments/{id}/", "/clerk/attachments/{id}/{name}"])
                .route(get().to(files::attachment)),
        )
        .service(resource("/static/{path:.*}").route(get().to(static_files::serve)))
        .service(resource("/clerk/api/docs/").route(get().to(api_docs::page)))
        .service(resource("/clerk/api/docs/openapi.json").route(get().to(api_docs::document)))
        .service(resource("/healthz").route(get().to(operations::health)))
        .service(resource("/readyz").route(get().to(operations::ready)))
        .service(resource("/status/").route(get().to(operations::status)));
}

/// A page about one thing. What does not look like a key, or like the slug of a thread, is the address
/// of nothing, so that `/clerk/cases/x/` is free for other pages; the API takes any UUID.
fn page(pattern: &str) -> Resource {
    let kinds = [(":uuid}", UUID), (":number}", "[0-9]+"), (":slug}", r"[-\w]+")];
    resource(kinds.into_iter().fold(pattern.to_owned(), |pattern, (kind, form)| {
        pattern.replace(kind, &format!(":{form}}}"))
    }))
}
