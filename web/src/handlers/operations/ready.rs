//! Whether everything is in place: database, migrations, a worker.

use actix_web::{HttpResponse, http::StatusCode, web::Data};
use clerk_shared::{Context, domain::operations};
use serde::Serialize;

#[derive(Serialize)]
struct Answer {
    database: &'static str,
    migrations: &'static str,
    worker: &'static str,
}

/// `GET /readyz`: 200 when all parts are fine, else 503; either way with each part.
pub async fn ready(ctx: Data<Context>) -> HttpResponse {
    let found = operations::readiness(&ctx).await;
    let status = if found.is_ready() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let word = |is_fine: bool, other: &'static str| if is_fine { "ok" } else { other };
    HttpResponse::build(status).insert_header(("Cache-Control", "no-store")).json(Answer {
        database: word(found.database, "unreachable"),
        migrations: word(found.migrations, "pending"),
        worker: word(found.worker, "missing"),
    })
}
