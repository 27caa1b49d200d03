//! One log line for each request. Paths are logged as patterns and queries not at all: both can name
//! people.

use std::time::Instant;

use actix_web::{
    HttpMessage,
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method, StatusCode,
        header::{HeaderMap, HeaderName, HeaderValue},
    },
};
use tracing::Span;
use uuid::Uuid;

use crate::auth::guards::SessionAccount;

/// A request under way.
pub struct Entry {
    id: Uuid,
    method: Method,
    is_routine: bool,
    started: Instant,
}

impl Entry {
    pub fn begin(request: &ServiceRequest) -> Self {
        let path = request.path();
        Self {
            id: Uuid::new_v4(),
            method: request.method().clone(),
            is_routine: path.starts_with("/static/") || matches!(path, "/healthz" | "/readyz"),
            started: Instant::now(),
        }
    }

    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The span that carries the id to every event of the request.
    pub fn span(&self) -> Span {
        tracing::info_span!("request", id = %self.id)
    }

    pub fn add_id(&self, headers: &mut HeaderMap) {
        if let Ok(id) = HeaderValue::from_str(&self.id.to_string()) {
            headers.insert(HeaderName::from_static("x-request-id"), id);
        }
    }

    /// Writes the line.
    pub fn end(&self, status: StatusCode, response: Option<&ServiceResponse>) {
        let request = response.map(ServiceResponse::request);
        let route = request.and_then(|it| it.match_pattern());
        let user = request.and_then(|it| it.extensions().get::<SessionAccount>().map(|it| it.0.id));
        let id = tracing::field::display(self.id);
        let method = self.method.as_str();
        let status = status.as_u16();
        let ms = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        if self.is_routine {
            tracing::debug!(target: "access", id, method, route, status, ms, user, "request");
        } else {
            tracing::info!(target: "access", id, method, route, status, ms, user, "request");
        }
    }
}
