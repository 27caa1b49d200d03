//! Every operation of the API document, in the order of the route table.

use utoipa::OpenApi;

use super::{
    Session,
    responses::{Error, ErrorDetail},
};
use crate::handlers::{
    accounts, cases, clients, dates, document_templates, email_events, email_templates, emails,
    notes, notification_templates, people, services, staff_submissions, tenancies, unrouted_email,
};

/// The staff API.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Clerk API",
        description = "What the staff front end of Clerk calls.",
        license(name = "GPL-3.0-only"),
    ),
    modifiers(&Session),
    components(schemas(Error, ErrorDetail)),
    security(("session" = [])),
    paths(
        // Cases
        cases::list::list,
        cases::create::create,
        cases::detail::detail,
        cases::update::patch,
        cases::update::put,
        // Notes and services
        notes::create::create,
        notes::list::list,
        services::list::list,
        services::create::create,
        services::detail::detail,
        services::update::update,
        services::delete::delete,
        // Documents
        cases::documents::list,
        document_templates::list::list,
        document_templates::create::create,
        document_templates::delete::delete,
        document_templates::rename::rename,
        // Dates
        dates::list::list,
        dates::create::create,
        dates::detail::detail,
        dates::update::patch,
        dates::update::put,
        dates::delete::delete,
        // People, clients, tenancies
        people::list::list,
        people::create::create,
        people::detail::detail,
        people::update::patch,
        people::update::put,
        people::delete::delete,
        clients::list::list,
        clients::detail::detail,
        clients::update::patch,
        clients::update::put,
        tenancies::detail::detail,
        tenancies::update::patch,
        tenancies::update::put,
        // Accounts
        accounts::potential::potential,
        accounts::permissions::permissions,
        accounts::resync_permissions::resync_permissions,
        accounts::list::list,
        accounts::create::create,
        accounts::detail::detail,
        accounts::update::patch,
        accounts::update::put,
        // Emails
        emails::attempts::attempts,
        emails::list::list,
        emails::create::create,
        emails::detail::detail,
        emails::update::update,
        emails::delete::delete,
        emails::attachment_create::create,
        emails::attachment_delete::delete,
        emails::sharepoint_download::download,
        emails::sharepoint_upload::upload,
        email_events::list::list,
        unrouted_email::list::list,
        unrouted_email::assign::assign,
        unrouted_email::dismiss::dismiss,
        // Templates
        email_templates::list::list,
        email_templates::create::create,
        email_templates::detail::detail,
        email_templates::update::replace,
        email_templates::update::update,
        email_templates::delete::delete,
        notification_templates::list::list,
        notification_templates::create::create,
        notification_templates::detail::detail,
        notification_templates::update::replace,
        notification_templates::update::update,
        notification_templates::delete::delete,
        // Submissions
        staff_submissions::detail::detail,
    ),
)]
pub struct Document;
