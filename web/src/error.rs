//! Errors as both front ends expect them: `{type, errors: [{code, detail, attr}]}`.

use std::{borrow::Cow, fmt};

use actix_web::{HttpResponse, ResponseError, http::StatusCode};
use clerk_domain::{DomainError, FieldError};
use clerk_services::ServiceError;
use clerk_store::StoreError;
use serde::Serialize;

/// An error answer of the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApiError {
    /// 400, one entry for each thing wrong with the input.
    Validation(Vec<FieldError>),
    /// Another 4xx, with the original's code.
    Client {
        /// Status of the answer.
        status: StatusCode,
        /// Machine-readable reason.
        code: &'static str,
        /// What a person reads.
        detail: Cow<'static, str>,
    },
    /// 500 or 503. The reason is in the log, never in the answer.
    Server(StatusCode),
}

/// Whether a path belongs to an API, whose errors are JSON.
#[must_use]
pub fn is_api(path: &str) -> bool {
    let is_staff_api = path.starts_with("/clerk/api/") && !path.starts_with("/clerk/api/docs/");
    is_staff_api || path.starts_with("/api/")
}

/// Result of a handler.
pub type ApiResult<T = HttpResponse> = Result<T, ApiError>;

#[derive(Serialize)]
struct Envelope<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    errors: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    code: &'a str,
    detail: &'a str,
    attr: Option<&'a str>,
}

impl ApiError {
    /// A 4xx that is not about a field.
    pub fn client(
        status: StatusCode,
        code: &'static str,
        detail: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::Client { status, code, detail: detail.into() }
    }

    /// 403: not logged in.
    #[must_use]
    pub fn not_authenticated() -> Self {
        Self::client(StatusCode::FORBIDDEN, "not_authenticated", "Please log in first.")
    }

    /// 403: logged in, but not allowed.
    #[must_use]
    pub fn permission_denied() -> Self {
        DomainError::forbidden().into()
    }

    /// 403: not allowed, for a reason of its own.
    pub fn forbidden(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::client(StatusCode::FORBIDDEN, "permission_denied", detail)
    }

    /// 404.
    #[must_use]
    pub fn not_found() -> Self {
        Self::client(StatusCode::NOT_FOUND, "not_found", "Not found.")
    }

    /// 400: the body is not JSON.
    #[must_use]
    pub fn parse_error() -> Self {
        Self::client(StatusCode::BAD_REQUEST, "parse_error", "The body is not valid JSON.")
    }

    /// 400: the body is larger than this address accepts.
    #[must_use]
    pub fn too_large() -> Self {
        Self::client(StatusCode::BAD_REQUEST, "parse_error", "The body is too large.")
    }

    /// 405.
    #[must_use]
    pub fn method_not_allowed(method: &str) -> Self {
        let detail = format!("Method \"{method}\" is not allowed here.");
        Self::client(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", detail)
    }

    /// 415: the body is of another kind than this address reads.
    #[must_use]
    pub fn unsupported_media_type() -> Self {
        let detail = "The body must be JSON, with Content-Type: application/json.";
        Self::client(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail)
    }

    /// What a person reads of the first error.
    #[must_use]
    pub fn detail(&self) -> &str {
        match self {
            Self::Validation(errors) => errors.first().map_or("", |error| &error.detail),
            Self::Client { detail, .. } => detail,
            Self::Server(StatusCode::SERVICE_UNAVAILABLE) => {
                "A service that this needs cannot be reached. Please try again in a few minutes."
            }
            Self::Server(_) => "Something went wrong on our side.",
        }
    }

    /// 429: too many requests of this address.
    #[must_use]
    pub fn throttled() -> Self {
        let detail = "Too many requests. Please wait a minute and try again.";
        Self::client(StatusCode::TOO_MANY_REQUESTS, "throttled", detail)
    }
}

impl From<ServiceError> for ApiError {
    fn from(error: ServiceError) -> Self {
        DomainError::from(error).into()
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        DomainError::from(error).into()
    }
}

impl From<DomainError> for ApiError {
    fn from(error: DomainError) -> Self {
        match error {
            DomainError::Invalid(errors) => Self::Validation(errors),
            DomainError::NotFound => Self::not_found(),
            DomainError::Refused { code, detail } => {
                Self::Client { status: StatusCode::FORBIDDEN, code, detail }
            }
            DomainError::Connection(reason) => {
                tracing::error!(reason, "no database connection");
                Self::Server(StatusCode::SERVICE_UNAVAILABLE)
            }
            DomainError::Unavailable(reason) | DomainError::Busy { reason, .. } => {
                tracing::error!(reason, "an outside service failed");
                Self::Server(StatusCode::SERVICE_UNAVAILABLE)
            }
            other => {
                tracing::error!(reason = %other, "request failed");
                Self::Server(StatusCode::INTERNAL_SERVER_ERROR)
            }
        }
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Validation(errors) => write!(f, "{} invalid fields", errors.len()),
            Self::Client { code, .. } => f.write_str(code),
            Self::Server(status) => write!(f, "{status}"),
        }
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Validation(_) => StatusCode::BAD_REQUEST,
            Self::Client { status, .. } | Self::Server(status) => *status,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let status = self.status_code();
        let (kind, errors) = match self {
            Self::Validation(errors) => (
                "validation_error",
                errors
                    .iter()
                    .map(|error| Entry {
                        code: error.code,
                        detail: &error.detail,
                        attr: Some(&error.attr),
                    })
                    .collect(),
            ),
            Self::Client { code, detail, .. } => {
                ("client_error", vec![Entry { code, detail, attr: None }])
            }
            Self::Server(_) => {
                ("server_error", vec![Entry { code: "error", detail: self.detail(), attr: None }])
            }
        };
        HttpResponse::build(status).json(Envelope { kind, errors })
    }
}
