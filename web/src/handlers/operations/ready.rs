//! Whether everything is in place: database, migrations, a worker.

use actix_web::{HttpResponse, http::StatusCode, web::Data};
use clerk_domain::Context;
use clerk_workflows::operations;
use serde::Serialize;

use crate::stopping::Stopping;

#[derive(Serialize)]
struct Answer {
    database: &'static str,
    migrations: &'static str,
    worker: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    server: Option<&'static str>,
}

/// `GET /readyz`: 200 when all parts are fine and the server is not about to stop, else 503; either way with each part.
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
