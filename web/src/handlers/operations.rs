//! What operators and load balancers ask.

use actix_web::{
    HttpResponse,
    http::{StatusCode, header::ContentType},
    web::Data,
};
use askama::Template;
use clerk_domain::Context;
use clerk_workflows::operations;
use serde::Serialize;

use crate::{
    error::{ApiError, ApiResult},
    stopping::Stopping,
};

/// Whether the process lives.
pub async fn health() -> HttpResponse {
    HttpResponse::Ok().content_type(ContentType::plaintext()).body("ok")
}

#[derive(Serialize)]
struct Answer {
    database: &'static str,
    migrations: &'static str,
    worker: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    server: Option<&'static str>,
}

/// 200 when database, migrations and worker are fine and the server is not about to stop, else 503; either
/// way with each part.
pub async fn ready(ctx: Data<Context>, stopping: Data<Stopping>) -> HttpResponse {
    let found = operations::readiness(&ctx).await;
    let is_stopping = stopping.has_begun();
    let status = if found.is_ready() && !is_stopping {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let word = |is_fine: bool, other: &'static str| if is_fine { "ok" } else { other };
    HttpResponse::build(status).insert_header(("Cache-Control", "no-store")).json(Answer {
        database: word(found.database, "unreachable"),
        migrations: word(found.migrations, "pending"),
        worker: word(found.worker, "missing"),
        server: is_stopping.then_some("stopping"),
    })
}

#[derive(Template)]
#[template(path = "status.html")]
struct Page {
    is_ready: bool,
}

/// A page for an uptime monitor on the internet, with one word to look for: 200 while the database answers and a worker works, else 503.
pub async fn status(ctx: Data<Context>) -> ApiResult {
    let is_ready = operations::readiness(&ctx).await.is_ready();
    let status = if is_ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let page = Page { is_ready }
        .render()
        .map_err(|_| ApiError::Server(StatusCode::INTERNAL_SERVER_ERROR))?;
    Ok(HttpResponse::build(status)
        .content_type(ContentType::html())
        .insert_header(("Cache-Control", "no-store"))
        .body(page))
}
