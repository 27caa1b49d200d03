//! One log line for each request. Paths are logged as patterns and queries not at all: both can name
//! people.

use std::time::Instant;

use actix_web::{
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method, StatusCode,
        header::{HeaderMap, HeaderName, HeaderValue},
    },
};
use clerk_base::observe::metrics;
use tracing::Span;
use uuid::Uuid;

use crate::auth::{address, session};

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
        metrics::requests_in_flight(1.0);
        Self {
            id: given_id(request).unwrap_or_else(Uuid::new_v4),
            method: request.method().clone(),
            is_routine: path.starts_with("/static/")
                || matches!(path, "/healthz" | "/readyz" | "/status/"),
            started: Instant::now(),
        }
    }

    pub fn id(&self) -> Uuid {
        self.id
    }

    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The span that carries the id to every event of the request.
    pub fn span(&self) -> Span {
        tracing::info_span!("request", request_id = %self.id, user = tracing::field::Empty)
    }

    pub fn add_id(&self, headers: &mut HeaderMap) {
        if let Ok(id) = HeaderValue::from_str(&self.id.to_string()) {
            headers.insert(HeaderName::from_static("x-request-id"), id);
        }
    }

    /// Writes the line.
    pub fn end(&self, status: StatusCode, response: Option<&ServiceResponse>) {
        let request = response.map(ServiceResponse::request);
        let route = request.and_then(|request| request.match_pattern());
        let user = request.and_then(session::account).map(|account| account.id);
        let request_id = tracing::field::display(self.id);
        let method = self.method.as_str();
        let status = status.as_u16();
        let took = self.started.elapsed();
        metrics::request(method, route.as_deref().unwrap_or("none"), status, took);
        let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        if self.is_routine {
            tracing::debug!(target: "access", request_id, method, route, status, ms, user, "request");
        } else {
            tracing::info!(target: "access", request_id, method, route, status, ms, user, "request");
        }
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        metrics::requests_in_flight(-1.0);
    }
}

/// The id that a proxy of ours has given to the request.
fn given_id(request: &ServiceRequest) -> Option<Uuid> {
    let given = request.headers().get("x-request-id")?.to_str().ok()?.parse().ok()?;
    address::is_from_proxy(request.request()).then_some(given)
}
