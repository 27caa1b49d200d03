//! The API document, made from the handlers and wire types. `docs/openapi.json` is a copy of it, kept
//! up to date by a test.

mod page;
mod paths;
mod responses;

use utoipa::{
    Modify, OpenApi,
    openapi::{
        self,
        security::{ApiKey, ApiKeyValue, SecurityScheme},
    },
};

pub use page::Page;
pub use responses::{Failures, ReadFailures, Unavailable};

/// The whole document.
#[must_use]
pub fn document() -> openapi::OpenApi {
    paths::Document::openapi()
}

/// How a client shows who it is.
struct Session;

impl Modify for Session {
    fn modify(&self, document: &mut openapi::OpenApi) {
        let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description(
            "sessionid",
            "The cookie that logging in sets. Requests that change something also carry the value \
             of the cookie csrftoken in the header X-CSRFToken.",
        )));
        document.components.get_or_insert_default().add_security_scheme("session", cookie);
    }
}
