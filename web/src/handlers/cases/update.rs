//! `PATCH` and `PUT /clerk/api/case/<uuid>/`: changes a case.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{
    Context,
    access::{self, Account},
};
use clerk_workflows::case_changes;
use uuid::Uuid;

use crate::{
    auth::guards::ParalegalOrBetter,
    error::ApiResult,
    openapi::Failures,
    wire::{
        case::Case,
        case_input::{self, CaseUpdate},
        drf::body::Body,
    },
};

/// Changes what the body names of a case.
#[utoipa::path(
    patch,
    path = "/clerk/api/case/{id}/",
    operation_id = "updateCase",
    tag = "cases",
    params(("id" = Uuid, Path)),
    request_body = CaseUpdate,
    responses((status = 200, description = "The case", body = Case), Failures),
)]
pub async fn patch(
    account: ParalegalOrBetter,
    id: Path<Uuid>,
    ctx: Data<Context>,
    body: Body,
) -> ApiResult<HttpResponse> {
    update(&account, *id, &ctx, body.partial()).await
}

/// The same, but the body has to name the topic.
#[utoipa::path(
    put,
    path = "/clerk/api/case/{id}/",
    operation_id = "replaceCase",
    tag = "cases",
    params(("id" = Uuid, Path)),
    request_body = CaseUpdate,
    responses((status = 200, description = "The case", body = Case), Failures),
)]
pub async fn put(
    account: ParalegalOrBetter,
    id: Path<Uuid>,
    ctx: Data<Context>,
    body: Body,
) -> ApiResult<HttpResponse> {
    update(&account, *id, &ctx, body).await
}

async fn update(account: &Account, id: Uuid, ctx: &Context, mut body: Body) -> ApiResult {
    let conn = &mut *ctx.db().await?;
    access::case(conn, account, id).await?;
    let change = case_input::read_update(&mut body)?;
    let now = ctx.clock.now();
    let case = case_changes::update(conn, account, id, change, now).await?;
    Ok(HttpResponse::Ok().json(Case::new(case, now)))
}
