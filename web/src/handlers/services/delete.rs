//! `DELETE /clerk/api/case/<uuid>/services/<id>/`: deletes a service.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, services};
use uuid::Uuid;

use crate::{auth::guards::ParalegalOrBetter, error::ApiResult, openapi::ReadFailures};

/// Deletes a service. Of a closed case, coordinators and better may.
#[utoipa::path(
    delete,
    path = "/clerk/api/case/{id}/services/{service_id}/",
    operation_id = "deleteCaseService",
    tag = "services",
    params(("id" = Uuid, Path), ("service_id" = i32, Path)),
    responses((status = 204, description = "It is deleted"), ReadFailures),
)]
pub async fn delete(
    account: ParalegalOrBetter,
    ids: Path<(Uuid, i32)>,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    services::delete(&mut *ctx.db().await?, &account, *ids, ctx.clock.now()).await?;
    Ok(HttpResponse::NoContent().finish())
}
