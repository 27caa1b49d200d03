//! `GET /clerk/api/email/<case>/`: the emails of a case.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, emails};

use super::case;
use crate::{
    auth::guards::ParalegalOrBetter,
    error::ApiResult,
    openapi::ReadFailures,
    wire::{drf::query::Query, email::EmailThread},
};

/// The threads of a case, the one with the latest email first; emails in them newest first. The HTML
/// is made fit for showing.
#[utoipa::path(
    get,
    path = "/clerk/api/email/{id}/",
    operation_id = "getEmailThreads",
    tag = "emails",
    params(
        ("id" = uuid::Uuid, Path, description = "The case"),
        ("slug" = Option<String>, Query, description = "Only the thread of this name"),
    ),
    responses((status = 200, description = "The threads", body = Vec<EmailThread>), ReadFailures),
)]
pub async fn list(
    account: ParalegalOrBetter,
    id: Path<String>,
    request: HttpRequest,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let case = case(&id)?;
    let query = Query::of(&request);
    let mut conn = ctx.db().await?;
    let threads = emails::list(&mut conn, &account, case, query.get("slug")).await?;
    let now = ctx.clock.now();
    let threads: Vec<_> =
        threads.into_iter().map(|thread| EmailThread::new(thread, case, now)).collect();
    Ok(HttpResponse::Ok().json(threads))
}
