//! Answers to methods that an address does not have, and to `OPTIONS`, which asks what it has.

use std::{collections::HashMap, sync::LazyLock};

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
    auth::guards::{current, is_api},
    error::ApiError,
    openapi,
};

/// The methods of each address of the staff API, as its document has them.
static STAFF_API: LazyLock<HashMap<String, Vec<String>>> = LazyLock::new(|| {
    let document = serde_json::to_value(openapi::document()).unwrap_or_default();
    let paths = document["paths"].as_object().cloned().unwrap_or_default();
    let methods = |item: serde_json::Value| {
        let item = item.as_object().cloned().unwrap_or_default();
        item.keys().map(|it| it.to_uppercase()).collect()
    };
    paths.into_iter().map(|(path, item)| (shape(&path), methods(item))).collect()
});

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
    if let Ok(allow) = HeaderValue::from_str(&allowed(response.request())) {
        explained.headers_mut().insert(ALLOW, allow);
    }
    response.into_response(explained)
}

/// What an address has, for programs that ask. Only staff may ask about the staff API.
fn options(request: &HttpRequest) -> HttpResponse {
    if request.path().starts_with("/clerk/") && is_api(request.path()) && current(request).is_none()
    {
        return ApiError::not_authenticated().error_response();
    }
    HttpResponse::Ok().json(json!({
        "name": request.match_pattern().unwrap_or_default(),
        "renders": ["application/json"],
        "parses": ["application/json", "multipart/form-data"],
    }))
}

/// The methods of an address: those of the document, or reading for everything else.
fn allowed(request: &HttpRequest) -> String {
    let pattern = request.match_pattern().unwrap_or_default();
    let documented = STAFF_API.get(&shape(&pattern));
    let mut methods: Vec<&str> =
        documented.map_or_else(|| vec!["GET"], |it| it.iter().map(String::as_str).collect());
    if methods.contains(&"GET") {
        methods.push("HEAD");
    }
    methods.push("OPTIONS");
    methods.join(", ")
}

/// A pattern without the names of its parameters and what they have to look like.
fn shape(pattern: &str) -> String {
    let mut shape = String::with_capacity(pattern.len());
    let mut depth = 0_usize;
    for letter in pattern.chars() {
        match letter {
            '{' => {
                depth += 1;
                if depth == 1 {
                    shape.push_str("{}");
                }
            }
            '}' => depth = depth.saturating_sub(1),
            _ if depth == 0 => shape.push(letter),
            _ => {}
        }
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_of_both_kinds_have_one_shape() {
        assert_eq!(shape("/a/{id}/b/"), "/a/{}/b/");
        assert_eq!(shape(r"/a/{id:[0-9]{8}-[0-9]{4}}/b/"), "/a/{}/b/");
    }
}
