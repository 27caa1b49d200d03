//! The files that the shell brings along.

use std::hash::{DefaultHasher, Hash, Hasher};

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CACHE_CONTROL, ETag, EntityTag, Header, IfNoneMatch},
};

use super::serve::MINUTES;

const FILES: &[(&str, &str, &str)] = &[
    ("clerk.css", "text/css; charset=utf-8", include_str!("../../../assets/clerk.css")),
    ("clerk.svg", "image/svg+xml", include_str!("../../../assets/clerk.svg")),
];

/// The answer, if the path is one of them.
#[must_use]
pub fn respond(request: &HttpRequest, path: &str) -> Option<HttpResponse> {
    let (_, kind, text) = FILES.iter().find(|(name, ..)| *name == path)?;
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    let tag = EntityTag::new_strong(format!("{:x}", hasher.finish()));
    let is_known = match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Any) => true,
        Ok(IfNoneMatch::Items(tags)) => tags.iter().any(|it| it.weak_eq(&tag)),
        Err(_) => false,
    };
    let mut response = if is_known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response.insert_header((CACHE_CONTROL, MINUTES)).insert_header(ETag(tag));
    if is_known {
        return Some(response.finish());
    }
    Some(response.content_type(*kind).body(*text))
}
