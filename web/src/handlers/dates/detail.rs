//! `GET /clerk/api/date/<id>/`: one critical date.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, dates};

use crate::{
    auth::guards::ParalegalOrBetter, error::ApiResult, openapi::ReadFailures,
    wire::issue_date::IssueDate,
};

/// A critical date with its case.
#[utoipa::path(
    get,
    path = "/clerk/api/date/{id}/",
    operation_id = "getCaseDate",
    tag = "dates",
    params(("id" = i32, Path)),
    responses((status = 200, description = "The date", body = IssueDate), ReadFailures),
)]
pub async fn detail(
    account: ParalegalOrBetter,
    id: Path<i32>,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let found = dates::find(&mut *ctx.db().await?, &account, *id).await?;
    Ok(HttpResponse::Ok().json(IssueDate::new(found, ctx.clock.now())))
}
