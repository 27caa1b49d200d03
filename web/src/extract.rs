//! How extractors refuse what they cannot read.

use actix_web::{
    Error, HttpRequest,
    error::{InternalError, JsonPayloadError},
    web::{JsonConfig, PathConfig, QueryConfig, ServiceConfig},
};
use clerk_domain::DomainError;

use crate::{
    edge::fallback,
    error::{ApiError, is_api},
};

/// Bytes of a JSON body, where a route sets no other limit.
const MAX_JSON_BYTES: usize = 2 * 1024 * 1024;

/// Registers the settings for all routes.
pub fn configure(config: &mut ServiceConfig) {
    config
        .app_data(json(MAX_JSON_BYTES))
        .app_data(PathConfig::default().error_handler(|_, request| not_found(request)))
        .app_data(QueryConfig::default().error_handler(|_, _| invalid().into()));
}

/// JSON bodies up to a size, for a route with a limit of its own.
#[must_use]
pub fn json(limit: usize) -> JsonConfig {
    JsonConfig::default().limit(limit).error_handler(|error, _| refuse(&error).into())
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

/// A key in the path that is not of its kind, say no UUID: no row has it.
fn not_found(request: &HttpRequest) -> Error {
    if is_api(request.path()) {
        return ApiError::not_found().into();
    }
    InternalError::from_response("not found", fallback::not_found(request)).into()
}
