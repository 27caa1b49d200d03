//! `PATCH` and `PUT /clerk/api/tenancy/<id>/`: changing a tenancy.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{
    Context,
    access::{self},
    tenancies,
};

use crate::{
    auth::guards::ParalegalOrBetter,
    error::ApiResult,
    openapi::Failures,
    wire::{
        drf::body::Body,
        tenancy::{Tenancy, TenancyInput},
    },
};

/// Changes what the body names of a tenancy. Landlord and agent are parties that one may see.
#[utoipa::path(
    patch,
    path = "/clerk/api/tenancy/{id}/",
    operation_id = "updateTenancy",
    tag = "tenancies",
    params(("id" = i32, Path)),
    request_body = TenancyInput,
    responses((status = 200, description = "As it is now", body = Tenancy), Failures),
)]
pub async fn patch(
    account: ParalegalOrBetter,
    id: Path<i32>,
    body: Body,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    update(account, *id, body.partial(), &ctx).await
}

/// The same with every field that is required.
#[utoipa::path(
    put,
    path = "/clerk/api/tenancy/{id}/",
    operation_id = "replaceTenancy",
    tag = "tenancies",
    params(("id" = i32, Path)),
    request_body = TenancyInput,
    responses((status = 200, description = "As it is now", body = Tenancy), Failures),
)]
pub async fn put(
    account: ParalegalOrBetter,
    id: Path<i32>,
    body: Body,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    update(account, *id, body, &ctx).await
}

async fn update(
    account: ParalegalOrBetter,
    id: i32,
    mut body: Body,
    ctx: &Context,
) -> ApiResult<HttpResponse> {
    let now = ctx.clock.now();
    let mut conn = ctx.db().await?;
    // What one may not see is refused before what one sends is looked at.
    access::tenancies::check(&mut conn, &account, id).await?;
    let input = TenancyInput::read(&mut body);
    body.finish()?;
    let found = tenancies::update(&mut conn, &account, now, id, &input).await?;
    Ok(HttpResponse::Ok().json(Tenancy::from(found)))
}
