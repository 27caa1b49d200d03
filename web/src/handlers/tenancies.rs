//! The places where clients live.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{
    Context,
    access::{self, Account},
    tenancies,
};

use crate::{
    api_route::{ApiRoute, api_routes},
    error::ApiResult,
    failures::{Failures, ReadFailures},
    guards::ParalegalOrBetter,
    wire::{
        format::body::Body,
        tenancies::{Tenancy, TenancyInput},
    },
};

/// The operations.
pub const ROUTES: &[ApiRoute] = api_routes![get, update, replace];

/// One tenancy. Below coordinators, of one's own cases only.
#[utoipa::path(
    get,
    path = "/clerk/api/tenancy/{id}/",
    operation_id = "getTenancy",
    tag = "tenancies",
    params(("id" = i32, Path)),
    responses((status = 200, description = "The tenancy", body = Tenancy), ReadFailures),
)]
pub async fn get(actor: ParalegalOrBetter, id: Path<i32>, ctx: Data<Context>) -> ApiResult {
    let found = tenancies::find(&mut *ctx.db().await?, &actor, *id).await?;
    Ok(HttpResponse::Ok().json(Tenancy::from(found)))
}

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
pub async fn update(
    actor: ParalegalOrBetter,
    id: Path<i32>,
    body: Body,
    ctx: Data<Context>,
) -> ApiResult {
    save(&actor, *id, body.partial(), &ctx).await
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
pub async fn replace(
    actor: ParalegalOrBetter,
    id: Path<i32>,
    body: Body,
    ctx: Data<Context>,
) -> ApiResult {
    save(&actor, *id, body, &ctx).await
}

async fn save(actor: &Account, id: i32, body: Body, ctx: &Context) -> ApiResult {
    let now = ctx.clock.now();
    let mut conn = ctx.db().await?;
    // What one may not see is refused before what one sends is looked at.
    access::tenancies::check(&mut conn, actor, id).await?;
    let input = TenancyInput::read(body)?;
    let found = tenancies::update(&mut conn, actor, id, &input, now).await?;
    Ok(HttpResponse::Ok().json(Tenancy::from(found)))
}
