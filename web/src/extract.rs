//! How extractors refuse what they cannot read.

use actix_web::{
    Error, HttpRequest,
    error::{InternalError, JsonPayloadError},
    web::{JsonConfig, PathConfig, QueryConfig, ServiceConfig},
};
use clerk_domain::DomainError;

use crate::{
    auth::guards::is_api,
    edge::fallback,
    error::{ApiError, ApiResult},
};

/// Largest JSON body, where a route sets no other limit.
const MOST_JSON: usize = 2 * 1024 * 1024;

/// Registers the settings for all routes.
pub fn configure(config: &mut ServiceConfig) {
    config
        .app_data(json(MOST_JSON))
        .app_data(PathConfig::default().error_handler(|_, request| not_found(request)))
        .app_data(QueryConfig::default().error_handler(|_, _| invalid().into()));
}

/// JSON bodies up to a size, for a route with a limit of its own.
#[must_use]
pub fn json(limit: usize) -> JsonConfig {
    JsonConfig::default().limit(limit).error_handler(|error, _| refuse(&error).into())
}

/// The number in the path of an API address.
///
/// # Errors
/// 404 for anything else, and for numbers that no row can have.
pub fn number(text: &str) -> ApiResult<i32> {
    let is_number = text.bytes().all(|it| it.is_ascii_digit());
    text.parse().ok().filter(|_| is_number).ok_or_else(ApiError::not_found)
}

fn refuse(error: &JsonPayloadError) -> ApiError {
    match error {
        JsonPayloadError::ContentType => ApiError::unsupported_media_type(),
        JsonPayloadError::Overflow { .. } | JsonPayloadError::OverflowKnownLength { .. } => {
            ApiError::too_large()
        }
        JsonPayloadError::Deserialize(error) if error.is_data() => invalid(),
        _ => ApiError::parse_error(),
    }
}

fn invalid() -> ApiError {
    DomainError::invalid("non_field_errors", "invalid", "Not the expected kind of data.").into()
}

/// A part of the path that is not, say, a UUID.
fn not_found(request: &HttpRequest) -> Error {
    if is_api(request.path()) {
        return ApiError::not_found().into();
    }
    InternalError::from_response("not found", fallback::not_found(request)).into()
}
