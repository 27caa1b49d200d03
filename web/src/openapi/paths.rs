//! Every operation of the API document, in the order of the route table.

use utoipa::OpenApi;

use super::{
    Session,
    responses::{Error, ErrorDetail},
};
use crate::handlers::{accounts, cases, clients, people, staff_submissions, tenancies};

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
        accounts::list::list,
        accounts::create::create,
        accounts::detail::detail,
        accounts::update::patch,
        accounts::update::put,
        // Emails
        // Templates
        // Submissions
        staff_submissions::detail::detail,
    ),
)]
pub struct Document;
