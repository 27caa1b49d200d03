//! `PATCH /clerk/api/case/<uuid>/services/<id>/`: changes a service.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, services};
use uuid::Uuid;

use crate::{
    auth::guards::ParalegalOrBetter,
    error::ApiResult,
    openapi::Failures,
    wire::{
        drf::body::Body,
        service::{self, Service, ServiceUpdate},
    },
};

/// Changes what the body names of a service. Of a closed case, coordinators and better may.
#[utoipa::path(
    patch,
    path = "/clerk/api/case/{id}/services/{service_id}/",
    operation_id = "updateCaseService",
    tag = "services",
    params(("id" = Uuid, Path), ("service_id" = i32, Path)),
    request_body = ServiceUpdate,
    responses((status = 200, description = "The service", body = Service), Failures),
)]
pub async fn update(
    account: ParalegalOrBetter,
    ids: Path<(Uuid, i32)>,
    ctx: Data<Context>,
    body: Body,
) -> ApiResult<HttpResponse> {
    let conn = &mut *ctx.db().await?;
    services::find(conn, &account, ids.0, ids.1).await?;
    let change = service::read_update(&mut body.partial())?;
    let service = services::update(conn, &account, *ids, change, ctx.clock.now()).await?;
    Ok(HttpResponse::Ok().json(Service::from(service)))
}
