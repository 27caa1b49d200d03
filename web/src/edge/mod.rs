//! What surrounds every request: its id and log line, the host check, CORS and security headers, and
//! an answer even when a handler panics.
//!
//! An error that a middleware returns has no response yet, so both kinds of outcome get their headers here.

mod access_log;
mod cors;
pub mod fallback;
mod hosts;
mod methods;
mod security_headers;
#[cfg(test)]
mod tests;

use std::io;

use actix_web::{
    Error, HttpResponse, ResponseError,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    error::InternalError,
    http::{ConnectionType, Method, StatusCode, header},
    middleware::Next,
    web::Data,
};
use clerk_base::{config::WebConfig, observe::with_origin, panics};
use tracing::Instrument;

use self::{access_log::Entry, cors::Cors, hosts::Hosts};
use crate::{error::ApiError, message::Message, stopping::Stopping};

/// What of the configuration the edge needs, ready for use.
pub struct Edge {
    cors: Cors,
    hosts: Hosts,
}

impl Edge {
    /// Prepares the edge.
    ///
    /// # Errors
    /// Fails when an origin's pattern is no regular expression.
    pub fn new(config: &WebConfig) -> io::Result<Self> {
        let cors = Cors::new(config.cors_origins.as_deref()).map_err(|error| {
            io::Error::other(format!("CORS_ORIGIN_REGEX_WHITELIST is not usable: {error}"))
        })?;
        Ok(Self { cors, hosts: Hosts::new(&config.allowed_hosts) })
    }
}

/// The outermost middleware.
///
/// # Errors
/// Passes errors of inner middlewares on, with their response completed.
pub async fn middleware(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let Some(edge) = request.app_data::<Data<Edge>>().cloned() else {
        return Err(ApiError::Server(StatusCode::INTERNAL_SERVER_ERROR).into());
    };
    let stopping = request.app_data::<Data<Stopping>>().cloned().unwrap_or_default();
    let entry = Entry::begin(&request);
    let cors = edge.cors.answer(&request);
    // The server leaves the body of a HEAD away by itself.
    if request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    let outcome = if cors::is_preflight(&request) {
        Ok(request.into_response(HttpResponse::Ok().finish()))
    } else if !edge.hosts.allow(&request) {
        Ok(request.into_response(Message::BadHost.error_response()))
    } else {
        with_origin(Some(entry.id()), call(request, next)).instrument(entry.span()).await
    };
    let is_stopping = stopping.has_begun();
    let add_headers = |headers: &mut header::HeaderMap| {
        security_headers::add(headers);
        cors.add(headers);
        entry.add_id(headers);
    };
    match outcome {
        Ok(response) => {
            let mut response = methods::explain(response, entry.method());
            add_headers(response.headers_mut());
            if is_stopping {
                let head = response.response_mut().head_mut();
                head.set_connection_type(ConnectionType::Close);
            }
            entry.end(response.status(), Some(&response));
            Ok(response)
        }
        Err(error) => {
            let mut response = error.error_response();
            add_headers(response.headers_mut());
            entry.end(response.status(), None);
            Err(InternalError::from_response(error, response).into())
        }
    }
}

/// Runs the request; a panic becomes an error.
async fn call(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let inner = async move { next.call(request).await };
    match panics::catch(inner).await {
        Ok(outcome) => outcome.map(ServiceResponse::map_into_boxed_body),
        Err(_panicked) => Err(ApiError::Server(StatusCode::INTERNAL_SERVER_ERROR).into()),
    }
}
