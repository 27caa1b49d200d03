//! `GET /clerk/api/submission/<uuid>/`: a submission that became a case.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, submissions};
use uuid::Uuid;

use crate::{
    auth::guards::ParalegalOrBetter, error::ApiResult, openapi::ReadFailures,
    wire::submission::Submission,
};

/// A submission that became a case. Below coordinators, of one's own cases only.
#[utoipa::path(
    get,
    path = "/clerk/api/submission/{id}/",
    operation_id = "getSubmission",
    tag = "submissions",
    params(("id" = Uuid, Path)),
    responses((status = 200, description = "The submission", body = Submission), ReadFailures),
)]
pub async fn detail(
    account: ParalegalOrBetter,
    id: Path<Uuid>,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let found = submissions::detail(&mut *ctx.db().await?, &account, *id).await?;
    Ok(HttpResponse::Ok().json(Submission::from(found)))
}
