//! Every operation of the API document, in the order of the route table.

use utoipa::OpenApi;

use super::{
    Session,
    responses::{Error, ErrorDetail},
};
use crate::handlers::{accounts, cases, document_templates, emails};

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
        // Documents
        cases::documents::list,
        document_templates::list::list,
        document_templates::create::create,
        document_templates::delete::delete,
        document_templates::rename::rename,
        // People, clients, tenancies
        // Accounts
        accounts::potential::potential,
        accounts::permissions::permissions,
        accounts::resync_permissions::resync_permissions,
        // Emails
        emails::sharepoint_download::download,
        emails::sharepoint_upload::upload,
        // Templates
        // Submissions
    ),
)]
pub struct Document;
