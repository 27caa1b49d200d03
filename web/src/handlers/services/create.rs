//! `POST /clerk/api/case/<uuid>/services/`: adds a service to a case.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, access, services};
use uuid::Uuid;

use crate::{
    auth::guards::ParalegalOrBetter,
    error::ApiResult,
    openapi::Failures,
    wire::{
        drf::body::Body,
        service::{self, Service, ServiceCreate},
    },
};

/// Adds a service to a case. To a closed one, coordinators and better may.
#[utoipa::path(
    post,
    path = "/clerk/api/case/{id}/services/",
    operation_id = "createCaseService",
    tag = "services",
    params(("id" = Uuid, Path)),
    request_body = ServiceCreate,
    responses((status = 201, description = "The new service", body = Service), Failures),
)]
pub async fn create(
    account: ParalegalOrBetter,
    id: Path<Uuid>,
    ctx: Data<Context>,
    mut body: Body,
) -> ApiResult<HttpResponse> {
    let conn = &mut *ctx.db().await?;
    access::case(conn, &account, *id).await?;
    let new = service::read_create(&mut body)?;
    let service = services::create(conn, &account, *id, new, ctx.clock.now()).await?;
    Ok(HttpResponse::Created().json(Service::from(service)))
}
