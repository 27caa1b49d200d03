//! `PATCH` and `PUT /clerk/api/date/<id>/`: changes a critical date.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, access::Account, dates};

use crate::{
    auth::guards::ParalegalOrBetter,
    error::ApiResult,
    openapi::Failures,
    wire::{
        drf::body::Body,
        issue_date::{self, IssueDate, IssueDateUpdate},
    },
};

/// Changes what the body names of a critical date.
#[utoipa::path(
    patch,
    path = "/clerk/api/date/{id}/",
    operation_id = "updateCaseDate",
    tag = "dates",
    params(("id" = i32, Path)),
    request_body = IssueDateUpdate,
    responses((status = 200, description = "The date", body = IssueDate), Failures),
)]
pub async fn patch(
    account: ParalegalOrBetter,
    id: Path<i32>,
    ctx: Data<Context>,
    body: Body,
) -> ApiResult<HttpResponse> {
    update(&account, *id, &ctx, body.partial()).await
}

/// The same, but the body has to name case, type and date.
#[utoipa::path(
    put,
    path = "/clerk/api/date/{id}/",
    operation_id = "replaceCaseDate",
    tag = "dates",
    params(("id" = i32, Path)),
    request_body = IssueDateUpdate,
    responses((status = 200, description = "The date", body = IssueDate), Failures),
)]
pub async fn put(
    account: ParalegalOrBetter,
    id: Path<i32>,
    ctx: Data<Context>,
    body: Body,
) -> ApiResult<HttpResponse> {
    update(&account, *id, &ctx, body).await
}

async fn update(account: &Account, id: i32, ctx: &Context, mut body: Body) -> ApiResult {
    let conn = &mut *ctx.db().await?;
    dates::find(conn, account, id).await?;
    let case = issue_date::read_case(&mut body);
    let change = issue_date::read_update(&mut body, case)?;
    let now = ctx.clock.now();
    let date = dates::update(conn, account, id, change, now).await?;
    Ok(HttpResponse::Ok().json(IssueDate::new(date, now)))
}
