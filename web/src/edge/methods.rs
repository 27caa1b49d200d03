//! Answers to methods that an address does not have, and to `OPTIONS`, which asks what it has.

use actix_web::{
    HttpRequest, HttpResponse, ResponseError,
    body::{BodySize, MessageBody},
    dev::ServiceResponse,
    http::{
        Method, StatusCode,
        header::{ALLOW, HeaderValue},
    },
};
use serde_json::json;

use crate::{
    auth::session,
    error::{ApiError, is_api},
};

/// Actix answers a wrong method with an empty body; the front ends expect the envelope.
pub fn explain(response: ServiceResponse, method: &Method) -> ServiceResponse {
    let is_empty = matches!(response.response().body().size(), BodySize::None | BodySize::Sized(0));
    if response.status() != StatusCode::METHOD_NOT_ALLOWED || !is_empty {
        return response;
    }
    let mut explained = match method {
        &Method::OPTIONS => options(response.request()),
        method => ApiError::method_not_allowed(method.as_str()).error_response(),
    };
    if let Ok(allow) = HeaderValue::from_str(&allowed(&response)) {
        explained.headers_mut().insert(ALLOW, allow);
    }
    response.into_response(explained)
}

/// What an address has, for programs that ask. Only staff may ask about the staff API.
fn options(request: &HttpRequest) -> HttpResponse {
    let is_staff_api = request.path().starts_with("/clerk/") && is_api(request.path());
    if is_staff_api && session::account(request).is_none() {
        return ApiError::not_authenticated().error_response();
    }
    HttpResponse::Ok().json(json!({
        "name": request.match_pattern().unwrap_or_default(),
        "renders": ["application/json"],
        "parses": ["application/json", "multipart/form-data"],
    }))
}

/// The methods of the address's routes, which Actix has listed, and those that every address has.
fn allowed(response: &ServiceResponse) -> String {
    let listed =
        response.headers().get(ALLOW).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut methods: Vec<&str> =
        listed.split(',').map(str::trim).filter(|method| !method.is_empty()).collect();
    if methods.contains(&"GET") {
        methods.push("HEAD");
    }
    methods.push("OPTIONS");
    methods.join(", ")
}
