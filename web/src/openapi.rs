//! The API document, made from the handlers and wire types. `docs/openapi.json` is a copy of it, kept
//! up to date by a test.

use utoipa::{
    Modify, OpenApi,
    openapi::{
        self,
        security::{ApiKey, ApiKeyValue, SecurityScheme},
    },
};

use crate::{
    failures::{Error, ErrorDetail},
    routes,
};

/// What is true of the whole staff API.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Clerk API",
        description = "What the staff front end of Clerk calls.",
        license(name = "GPL-3.0-only"),
    ),
    modifiers(&Session),
    components(schemas(Error, ErrorDetail)),
    security(("session" = [])),
)]
struct Document;

/// The whole document: every operation of the route table, in its order.
#[must_use]
pub fn document() -> openapi::OpenApi {
    let mut document = Document::openapi();
    for operation in routes::API.iter().copied().flatten() {
        document.merge((operation.document)());
    }
    document
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
