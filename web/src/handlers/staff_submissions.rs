//! Submissions of the intake form as staff read them.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, submissions};
use uuid::Uuid;

use crate::{
    api_route::{ApiRoute, api_routes},
    error::ApiResult,
    failures::ReadFailures,
    guards::ParalegalOrBetter,
    wire::submissions::Submission,
};

/// The operations.
pub const ROUTES: &[ApiRoute] = api_routes![get];

/// A submission that became a case. Below coordinators, of one's own cases only.
#[utoipa::path(
    get,
    path = "/clerk/api/submission/{id}/",
    operation_id = "getSubmission",
    tag = "submissions",
    params(("id" = Uuid, Path)),
    responses((status = 200, description = "The submission", body = Submission), ReadFailures),
)]
pub async fn get(actor: ParalegalOrBetter, id: Path<Uuid>, ctx: Data<Context>) -> ApiResult {
    let found = submissions::detail(&mut *ctx.db().await?, &actor, *id).await?;
    Ok(HttpResponse::Ok().json(Submission::from(found)))
}
