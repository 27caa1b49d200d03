//! Every operation of the API document, in the order of the route table.

use utoipa::OpenApi;

use super::{
    Session,
    responses::{Error, ErrorDetail},
};
use crate::handlers::{cases, dates, notes, services};

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
        // Dates
        dates::list::list,
        dates::create::create,
        dates::detail::detail,
        dates::update::patch,
        dates::update::put,
        dates::delete::delete,
        // People, clients, tenancies
        // Accounts
        // Emails
        // Templates
        // Submissions
    ),
)]
pub struct Document;
