//! Every operation of the API document, in the order of the route table.

use utoipa::OpenApi;

use super::{
    Session,
    responses::{Error, ErrorDetail},
};
use crate::handlers::{cases, email_events, unrouted_email};

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
        // Submissions
    ),
)]
pub struct Document;
