//! Every operation of the API document, in the order of the route table.

use utoipa::OpenApi;

use super::{
    Session,
    responses::{Error, ErrorDetail},
};
use crate::handlers::{
    cases, email_events, email_templates, notification_templates, unrouted_email,
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
        cases::detail::detail,
        // Notes and services
        // Dates
        // People, clients, tenancies
        // Accounts
        // Emails
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
    ),
)]
pub struct Document;
