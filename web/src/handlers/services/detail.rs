//! `GET /clerk/api/case/<uuid>/services/<id>/`: one service.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, services};
use uuid::Uuid;

use crate::{
    auth::guards::ParalegalOrBetter, error::ApiResult, openapi::ReadFailures,
    wire::service::Service,
};

/// A service of a case.
#[utoipa::path(
    get,
    path = "/clerk/api/case/{id}/services/{service_id}/",
    operation_id = "getCaseService",
    tag = "services",
    params(("id" = Uuid, Path), ("service_id" = i32, Path)),
    responses((status = 200, description = "The service", body = Service), ReadFailures),
)]
pub async fn detail(
    account: ParalegalOrBetter,
    ids: Path<(Uuid, i32)>,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let (case, id) = *ids;
    let found = services::find(&mut *ctx.db().await?, &account, case, id).await?;
    Ok(HttpResponse::Ok().json(Service::from(found)))
}
