//! URLs that no route matches.

use actix_web::{HttpRequest, HttpResponse, ResponseError, http::Method};

use crate::{message::Message, react_page};

/// Adds a missing final slash to a page's address, and otherwise says that there is nothing.
pub async fn fallback(request: HttpRequest) -> HttpResponse {
    with_slash(&request).unwrap_or_else(|| not_found(&request))
}

/// The page for an address where nothing is: the staff site has one of its own.
#[must_use]
pub fn not_found(request: &HttpRequest) -> HttpResponse {
    if request.path().starts_with("/clerk/") {
        return react_page::not_found(request).respond();
    }
    Message::NotFound.error_response()
}

fn with_slash(request: &HttpRequest) -> Option<HttpResponse> {
    let path = request.path();
    // Two slashes at the start would name another host.
    if request.method() != Method::GET || path.ends_with('/') || path.starts_with("//") {
        return None;
    }
    let complete = format!("{path}/");
    if !request.resource_map().has_resource(&complete) {
        return None;
    }
    let raw = request.uri().path();
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    let location = format!("{raw}/{query}");
    Some(HttpResponse::MovedPermanently().insert_header(("Location", location)).finish())
}
