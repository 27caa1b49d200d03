//! Headers that keep browsers careful. A handler that sets one itself has the last word.

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};

const HEADERS: [(&str, &str); 4] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
];

pub fn add(headers: &mut HeaderMap) {
    for (name, value) in HEADERS {
        if !headers.contains_key(name) {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
    }
}
