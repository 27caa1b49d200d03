//! `GET /clerk/api/docs/` and the files that the viewer is made of.

use std::sync::{Arc, LazyLock};

use actix_web::{HttpRequest, HttpResponse, http::header::ContentEncoding, web::Path};
use utoipa_swagger_ui::{Config, serve};

use crate::{auth::guards::LoggedIn, edge::fallback};

static CONFIG: LazyLock<Arc<Config<'static>>> =
    LazyLock::new(|| Arc::new(Config::from("/clerk/api/docs/openapi.json")));

/// Answers with the page of the viewer.
pub async fn page(_: LoggedIn, request: HttpRequest) -> HttpResponse {
    answer(&request, "index.html")
}

/// Answers with one of its files.
pub async fn file(_: LoggedIn, request: HttpRequest, name: Path<String>) -> HttpResponse {
    answer(&request, &name)
}

fn answer(request: &HttpRequest, name: &str) -> HttpResponse {
    match serve(name, Arc::clone(&CONFIG)) {
        Ok(Some(file)) => {
            let mut response = HttpResponse::Ok();
            if file.gzpipped {
                response.insert_header(ContentEncoding::Gzip);
            }
            response.content_type(file.content_type).body(file.bytes.into_owned())
        }
        Ok(None) => fallback::not_found(request),
        Err(error) => {
            tracing::error!(%error, name, "a file of the API viewer is broken");
            HttpResponse::InternalServerError().finish()
        }
    }
}
