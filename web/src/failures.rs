//! What every operation of the API may answer besides its own answer, for the API document.

use utoipa::{IntoResponses, ToSchema};

/// Why a request was refused.
#[derive(ToSchema)]
pub struct Error {
    /// `validation_error` (400), `client_error` (other 4xx) or `server_error` (5xx).
    pub r#type: String,
    /// One entry for each thing wrong with the request.
    pub errors: Vec<ErrorDetail>,
}

/// One thing wrong with a request.
#[derive(ToSchema)]
pub struct ErrorDetail {
    /// For programs: `required`, `blank`, `not_found`...
    pub code: String,
    /// For people.
    pub detail: String,
    /// The field, dotted when nested (`client.email`); `non_field_errors` for the whole object; null
    /// for errors that are not about the input.
    pub attr: Option<String>,
}

/// Refusals of operations that take input.
#[derive(IntoResponses)]
pub enum Failures {
    /// The input is not acceptable; nothing was changed.
    #[response(status = 400)]
    BadRequest(Error),
    /// Not logged in, or not allowed.
    #[response(status = 403)]
    PermissionDenied(Error),
    /// There is no such thing.
    #[response(status = 404)]
    NotFound(Error),
}

/// Refusals of operations that take no input but the address.
#[derive(IntoResponses)]
pub enum ReadFailures {
    /// Not logged in, or not allowed.
    #[response(status = 403)]
    PermissionDenied(Error),
    /// There is no such thing.
    #[response(status = 404)]
    NotFound(Error),
}

/// The failure of operations that call another service.
#[derive(IntoResponses)]
pub enum Unavailable {
    /// That service cannot be reached or is not set up.
    #[response(status = 503)]
    ServiceUnavailable(Error),
}
