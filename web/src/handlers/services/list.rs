//! `GET /clerk/api/case/<uuid>/services/`: the services of a case.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{
    Context, access,
    services::{self, ServiceFilter},
    vocabulary::services::{ANY_TYPE, CATEGORY},
};
use uuid::Uuid;

use crate::{
    auth::guards::ParalegalOrBetter,
    error::ApiResult,
    openapi::Failures,
    wire::{drf::query::Query, service::Service},
};

/// The services of a case, the latest first.
#[utoipa::path(
    get,
    path = "/clerk/api/case/{id}/services/",
    operation_id = "getCaseServices",
    tag = "services",
    params(
        ("id" = Uuid, Path),
        ("category" = Option<String>, Query),
        ("type" = Option<String>, Query),
    ),
    responses((status = 200, description = "All of them", body = Vec<Service>), Failures),
)]
pub async fn list(
    account: ParalegalOrBetter,
    id: Path<Uuid>,
    request: HttpRequest,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let conn = &mut *ctx.db().await?;
    access::case(conn, &account, *id).await?;
    let mut query = Query::of(&request);
    let filter = ServiceFilter {
        category: query.choice("category", CATEGORY),
        type_: query.choice("type", ANY_TYPE),
    };
    query.finish()?;
    let found = services::list(conn, &account, *id, filter).await?;
    Ok(HttpResponse::Ok().json(found.into_iter().map(Service::from).collect::<Vec<_>>()))
}
