//! Cross-origin requests: the intake form lives on an origin of its own.
//!
//! Written by hand because the form depends on details of the original's: a preflight is answered 200
//! with an empty body, the headers are on every URL and on errors, and the origin is echoed.

use actix_web::{
    dev::ServiceRequest,
    http::{
        Method,
        header::{self, HeaderMap, HeaderName, HeaderValue},
    },
};
use regex::RegexSet;

const METHODS: &str = "DELETE, GET, OPTIONS, PATCH, POST, PUT";
const HEADERS: &str =
    "accept, authorization, content-type, user-agent, x-csrftoken, x-requested-with";
const MAX_AGE: &str = "86400";

/// Which origins may read our answers.
pub struct Cors(Option<RegexSet>);

/// What to say to the origin of one request.
pub struct Answer {
    origin: Option<HeaderValue>,
    is_options: bool,
}

impl Cors {
    /// Origins that match one of the patterns from their start; `None` for all.
    pub fn new(patterns: Option<&[String]>) -> Result<Self, regex::Error> {
        let anchored = |patterns: &[String]| {
            patterns.iter().map(|pattern| format!("^(?:{pattern})")).collect()
        };
        let patterns: Option<Vec<String>> = patterns.map(anchored);
        Ok(Self(patterns.map(RegexSet::new).transpose()?))
    }

    pub fn answer(&self, request: &ServiceRequest) -> Answer {
        let origin = request.headers().get(header::ORIGIN).filter(|origin| {
            origin.to_str().is_ok_and(|origin| !origin.is_empty() && self.allows(origin))
        });
        Answer { origin: origin.cloned(), is_options: request.method() == Method::OPTIONS }
    }

    fn allows(&self, origin: &str) -> bool {
        self.0.as_ref().is_none_or(|patterns| patterns.is_match(origin))
    }
}

/// Whether a browser asks for permission before its real request.
pub fn is_preflight(request: &ServiceRequest) -> bool {
    request.method() == Method::OPTIONS
        && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

impl Answer {
    pub fn add(&self, headers: &mut HeaderMap) {
        headers.append(header::VARY, HeaderValue::from_static("origin"));
        let Some(origin) = &self.origin else {
            return;
        };
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        let mut add = |name: HeaderName, value| {
            headers.insert(name, HeaderValue::from_static(value));
        };
        add(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
        if self.is_options {
            add(header::ACCESS_CONTROL_ALLOW_METHODS, METHODS);
            add(header::ACCESS_CONTROL_ALLOW_HEADERS, HEADERS);
            add(header::ACCESS_CONTROL_MAX_AGE, MAX_AGE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_originals_patterns_work() {
        let cors = Cors::new(Some(&[
            r"^(https?://)?(\w*-*\w*\.+)*anikalegal\.org\.au$".to_owned(),
            r"^(https?://)?(localhost|127\.0\.0\.1|0\.0\.0\.0)(:\d{4})?$".to_owned(),
        ]))
        .unwrap();
        for origin in [
            "https://anikalegal.org.au",
            "https://intake.anikalegal.org.au",
            "https://intake-staging.anikalegal.org.au",
            "http://localhost:3001",
            "http://127.0.0.1",
        ] {
            assert!(cors.allows(origin), "{origin}");
        }
        for origin in [
            "https://evilanikalegal.org.au",
            "https://anikalegal.org.au.evil.net",
            "https://anikalegal.org.au:8443",
            "http://localhost:300",
            "http://localhost:30011",
            "https://evil.net/https://anikalegal.org.au",
            "null",
        ] {
            assert!(!cors.allows(origin), "{origin}");
        }
        assert!(Cors::new(None).unwrap().allows("https://any.example"));
        assert!(Cors::new(Some(&["(".to_owned()])).is_err());
        let unanchored = Cors::new(Some(&["https://a|https://b".to_owned()])).unwrap();
        assert!(unanchored.allows("https://b.example") && !unanchored.allows("xhttps://b"));
    }
}
