//! Every URL in one place, in the order a reader would look.
//!
//! A URL is one `resource` with all its methods, so that another method is answered 405.

use actix_web::{
    http::StatusCode,
    web::{self, PayloadConfig, ServiceConfig, delete, get, patch, post, put, resource},
};
use clerk_base::urls;

use crate::handlers::{
    accounts, api_docs, cases, clients, dates, document_templates, email_events, email_templates,
    emails, files, inbound_email, login, notes, notification_templates, operations, pages, people,
    services, staff_submissions, static_files, submissions, tenancies, unrouted_email, uploads,
};

/// A version 4 UUID in the path of a page.
const UUID: &str =
    "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-4[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}";

/// Largest call with delivery events. The provider sends a thousand at most.
const MOST_EVENTS: usize = 16 * 1024 * 1024;

/// Registers the routes.
#[expect(clippy::too_many_lines, reason = "a table, which is read in one piece")]
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
        .service(
            resource("/clerk/api/case/")
                .route(get().to(cases::list::list))
                .route(post().to(cases::create::create)),
        )
        .service(
            resource("/clerk/api/case/{id}/")
                .route(get().to(cases::detail::detail))
                .route(patch().to(cases::update::patch))
                .route(put().to(cases::update::put)),
        )
        // Staff API: notes and services of cases
        .service(resource("/clerk/api/case/{id}/note/").route(post().to(notes::create::create)))
        .service(resource("/clerk/api/note/").route(get().to(notes::list::list)))
        .service(
            resource("/clerk/api/case/{id}/services/")
                .route(get().to(services::list::list))
                .route(post().to(services::create::create)),
        )
        .service(
            resource("/clerk/api/case/{id}/services/{service_id}/")
                .route(get().to(services::detail::detail))
                .route(patch().to(services::update::update))
                .route(delete().to(services::delete::delete)),
        )
        // Staff API: critical dates
        .service(
            resource("/clerk/api/date/")
                .route(get().to(dates::list::list))
                .route(post().to(dates::create::create)),
        )
        .service(
            resource("/clerk/api/date/{id}/")
                .route(get().to(dates::detail::detail))
                .route(patch().to(dates::update::patch))
                .route(put().to(dates::update::put))
                .route(delete().to(dates::delete::delete)),
        )
        // Staff API: documents of cases, and document templates
        .service(resource("/clerk/api/case/{id}/docs/").route(get().to(cases::documents::list)))
        .service(
            resource("/clerk/api/template-doc/")
                .route(get().to(document_templates::list::list))
                .route(post().to(document_templates::create::create)),
        )
        .service(
            resource("/clerk/api/template-doc/{id}/")
                .route(delete().to(document_templates::delete::delete)),
        )
        .service(
            resource("/clerk/api/template-doc/{id}/rename-file/")
                .route(patch().to(document_templates::rename::rename)),
        )
        // Staff API: people
        .service(
            resource("/clerk/api/person/")
                .route(get().to(people::list::list))
                .route(post().to(people::create::create)),
        )
        .service(
            resource("/clerk/api/person/{id}/")
                .route(get().to(people::detail::detail))
                .route(patch().to(people::update::patch))
                .route(put().to(people::update::put))
                .route(delete().to(people::delete::delete)),
        )
        // Staff API: clients and tenancies
        .service(resource("/clerk/api/client/").route(get().to(clients::list::list)))
        .service(
            resource("/clerk/api/client/{id}/")
                .route(get().to(clients::detail::detail))
                .route(patch().to(clients::update::patch))
                .route(put().to(clients::update::put)),
        )
        .service(
            resource("/clerk/api/tenancy/{id}/")
                .route(get().to(tenancies::detail::detail))
                .route(patch().to(tenancies::update::patch))
                .route(put().to(tenancies::update::put)),
        )
        // Staff API: accounts
        .service(
            resource("/clerk/api/account/potential/")
                .route(get().to(accounts::potential::potential)),
        )
        .service(
            resource("/clerk/api/account/{id}/perms/")
                .route(get().to(accounts::permissions::permissions)),
        )
        .service(
            resource("/clerk/api/account/{id}/perms-resync/")
                .route(post().to(accounts::resync_permissions::resync_permissions)),
        )
        .service(
            resource("/clerk/api/account/")
                .route(get().to(accounts::list::list))
                .route(post().to(accounts::create::create)),
        )
        .service(
            // Digits only, so that the words beside them are free.
            resource(r"/clerk/api/account/{id:\d+}/")
                .route(get().to(accounts::detail::detail))
                .route(patch().to(accounts::update::patch))
                .route(put().to(accounts::update::put)),
        )
        // Staff API: emails
        .service(resource("/clerk/api/email/{id}/").route(get().to(emails::list::list)))
        .service(resource("/clerk/api/email/{id}/create/").route(post().to(emails::create::create)))
        .service(
            resource("/clerk/api/email/{id}/{email_id}/")
                .route(get().to(emails::detail::detail))
                .route(patch().to(emails::update::update))
                .route(delete().to(emails::delete::delete)),
        )
        .service(
            resource("/clerk/api/email/{id}/{email_id}/attachment/")
                .route(post().to(emails::attachment_create::create)),
        )
        .service(
            resource("/clerk/api/email/{id}/{email_id}/attachment/{attachment_id}/")
                .route(delete().to(emails::attachment_delete::delete)),
        )
        .service(
            resource("/clerk/api/email/{id}/{email}/attempts/")
                .route(get().to(emails::attempts::attempts)),
        )
        .service(
            resource("/clerk/api/email/{id}/{email}/attachment/sharepoint/{item}/")
                .route(post().to(emails::sharepoint_download::download)),
        )
        .service(
            resource("/clerk/api/email/{id}/{email}/attachment/{attachment}/sharepoint/")
                .route(post().to(emails::sharepoint_upload::upload)),
        )
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
        .service(
            resource("/clerk/api/template-email/")
                .route(get().to(email_templates::list::list))
                .route(post().to(email_templates::create::create)),
        )
        .service(
            resource("/clerk/api/template-email/{id}/")
                .route(get().to(email_templates::detail::detail))
                .route(put().to(email_templates::update::replace))
                .route(patch().to(email_templates::update::update))
                .route(delete().to(email_templates::delete::delete)),
        )
        .service(
            resource("/clerk/api/template-notify/")
                .route(get().to(notification_templates::list::list))
                .route(post().to(notification_templates::create::create)),
        )
        .service(
            resource("/clerk/api/template-notify/{id}/")
                .route(get().to(notification_templates::detail::detail))
                .route(put().to(notification_templates::update::replace))
                .route(patch().to(notification_templates::update::update))
                .route(delete().to(notification_templates::delete::delete)),
        )
        // Staff API: submissions
        .service(
            resource("/clerk/api/submission/{id}/")
                .route(get().to(staff_submissions::detail::detail)),
        )
        // Staff API: its document
        .service(resource("/clerk/api/docs/").route(get().to(api_docs::viewer::page)))
        .service(
            resource("/clerk/api/docs/openapi.json").route(get().to(api_docs::document::document)),
        )
        // Staff pages: cases
        .service(web::redirect("/", urls::CASES).using_status_code(StatusCode::FOUND))
        .service(resource("/case/{path:.*}").route(get().to(pages::old_address::old_address)))
        .service(resource("/clerk/").route(get().to(pages::root::root)))
        .service(resource(urls::CASES).route(get().to(pages::case_list::case_list)))
        .service(resource(urls::CASE_CREATE).route(get().to(pages::case_create::case_create)))
        .service(resource(urls::CASE_INBOX).route(get().to(pages::case_queues::inbox)))
        .service(resource(urls::CASE_REVIEW).route(get().to(pages::case_queues::review)))
        .service(resource(urls::DATES).route(get().to(pages::dates::dates)))
        .service(page("/clerk/cases/{uuid}/").route(get().to(pages::case_detail::case_detail)))
        .service(page("/clerk/cases/{uuid}/docs/").route(get().to(pages::case_tabs::docs)))
        .service(page("/clerk/cases/{uuid}/dates/").route(get().to(pages::case_tabs::dates)))
        .service(page("/clerk/cases/{uuid}/services/").route(get().to(pages::case_tabs::services)))
        .service(
            page("/clerk/cases/{uuid}/submission/")
                .route(get().to(pages::case_submission::case_submission)),
        )
        // Staff pages: emails of cases
        .service(page("/clerk/cases/email/{uuid}/").route(get().to(pages::emails::list)))
        .service(
            page("/clerk/cases/email/{uuid}/thread/{slug}/").route(get().to(pages::emails::thread)),
        )
        .service(
            page("/clerk/cases/email/{uuid}/draft/").route(get().to(pages::emails::draft_create)),
        )
        .service(
            page("/clerk/cases/email/{uuid}/draft/{id}/")
                .route(get().to(pages::emails::draft_edit)),
        )
        .service(
            page("/clerk/cases/email/{uuid}/draft/{id}/preview/")
                .route(get().to(pages::email_preview::email_preview)),
        )
        // Staff pages: parties, tenancies, clients
        .service(resource(urls::PARTIES).route(get().to(pages::parties::list)))
        .service(resource(urls::PARTY_CREATE).route(get().to(pages::parties::create)))
        .service(page("/clerk/parties/{id}/").route(get().to(pages::parties::detail)))
        .service(page("/clerk/tenancy/{id}/").route(get().to(pages::tenancy::tenancy)))
        .service(page("/clerk/client/{uuid}/").route(get().to(pages::client::client)))
        // Staff pages: accounts and paralegals
        .service(resource(urls::ACCOUNTS).route(get().to(pages::accounts::list)))
        .service(resource(urls::ACCOUNT_CREATE).route(get().to(pages::accounts::create)))
        .service(page("/clerk/account/{id}/").route(get().to(pages::accounts::detail)))
        .service(resource(urls::PARALEGALS).route(get().to(pages::paralegals::paralegals)))
        // Staff pages: templates
        .service(resource(urls::TEMPLATES).route(get().to(pages::templates::templates)))
        .service(resource(urls::EMAIL_TEMPLATES).route(get().to(pages::email_templates::list)))
        .service(
            resource(urls::EMAIL_TEMPLATE_CREATE).route(get().to(pages::email_templates::create)),
        )
        .service(
            page("/clerk/templates/email/{id}/").route(get().to(pages::email_templates::detail)),
        )
        .service(
            resource(urls::NOTIFICATION_TEMPLATES)
                .route(get().to(pages::notification_templates::list)),
        )
        .service(
            resource(urls::NOTIFICATION_TEMPLATE_CREATE)
                .route(get().to(pages::notification_templates::create)),
        )
        .service(
            page("/clerk/templates/notify/{id}/")
                .route(get().to(pages::notification_templates::detail)),
        )
        .service(resource(urls::DOCUMENT_TEMPLATES).route(get().to(pages::templates::doc_list)))
        .service(
            resource(urls::DOCUMENT_TEMPLATE_CREATE).route(get().to(pages::templates::doc_create)),
        )
        // Files sent with the intake form, and with emails
        .service(
            resource(["/clerk/files/{id}/", "/clerk/files/{id}/{name}"])
                .route(get().to(files::download::download)),
        )
        .service(
            resource(["/clerk/attachments/{id}/", "/clerk/attachments/{id}/{name}"])
                .route(get().to(files::attachment::attachment)),
        )
        // Files of the front end
        .service(resource("/static/{path:.*}").route(get().to(static_files::serve::serve)))
        // Operations
        .service(resource("/healthz").route(get().to(operations::health::health)))
        .service(resource("/readyz").route(get().to(operations::ready::ready)))
        .service(resource("/status/").route(get().to(operations::status::status)));
}

/// A page about one thing. What does not look like a key, or like the slug of a thread, is the address
/// of nothing, so that `/clerk/cases/x/` is free for other pages; the API takes any UUID.
fn page(pattern: &str) -> actix_web::Resource {
    let keys = [("{uuid}", UUID), ("{id}", "[0-9]+"), ("{slug}", r"[-\w]+")];
    resource(keys.into_iter().fold(pattern.to_owned(), |pattern, (name, form)| {
        pattern.replace(name, &format!("{}:{form}}}", &name[..name.len() - 1]))
    }))
}
