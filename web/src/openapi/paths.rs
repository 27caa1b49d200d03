//! Every operation of the API document, in the order of the route table.

use utoipa::OpenApi;

use super::{
    Session,
    responses::{Error, ErrorDetail},
};
use crate::handlers::{cases, emails};

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
        emails::list::list,
        emails::create::create,
        emails::detail::detail,
        emails::update::update,
        emails::delete::delete,
        emails::attachment_create::create,
        emails::attachment_delete::delete,
        // Templates
        // Submissions
    ),
)]
pub struct Document;
