//! `GET /clerk/api/tenancy/<id>/`: one tenancy.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, tenancies};

use crate::{
    auth::guards::ParalegalOrBetter, error::ApiResult, openapi::ReadFailures,
    wire::tenancy::Tenancy,
};

/// One tenancy. Below coordinators, of one's own cases only.
#[utoipa::path(
    get,
    path = "/clerk/api/tenancy/{id}/",
    operation_id = "getTenancy",
    tag = "tenancies",
    params(("id" = i32, Path)),
    responses((status = 200, description = "The tenancy", body = Tenancy), ReadFailures),
)]
pub async fn detail(
    account: ParalegalOrBetter,
    id: Path<i32>,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let found = tenancies::find(&mut *ctx.db().await?, &account, *id).await?;
    Ok(HttpResponse::Ok().json(Tenancy::from(found)))
}
