//! `PATCH` and `PUT /clerk/api/account/<id>/`: changing an account.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, accounts};

use crate::{
    auth::guards::CoordinatorOrBetter,
    error::ApiResult,
    openapi::Failures,
    wire::{
        drf::body::Body,
        user::{User, UserUpdate},
    },
};

/// Changes what the body names of an account. Groups and address take an admin.
#[utoipa::path(
    patch,
    path = "/clerk/api/account/{id}/",
    operation_id = "updateUser",
    tag = "accounts",
    params(("id" = i32, Path)),
    request_body = UserUpdate,
    responses((status = 200, description = "The account as it is now", body = User), Failures),
)]
pub async fn patch(
    account: CoordinatorOrBetter,
    id: Path<i32>,
    mut body: Body,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let (id, now) = (*id, ctx.clock.now());
    let mut conn = ctx.db().await?;
    accounts::detail(&mut conn, id).await?;
    let input = UserUpdate::read(&mut body);
    body.finish()?;
    let changed = accounts::update(&mut conn, &account, now, id, &input).await?;
    Ok(HttpResponse::Ok().json(User::new(&changed, now)))
}

/// The same: no field is required.
#[utoipa::path(
    put,
    path = "/clerk/api/account/{id}/",
    operation_id = "replaceUser",
    tag = "accounts",
    params(("id" = i32, Path)),
    request_body = UserUpdate,
    responses((status = 200, description = "The account as it is now", body = User), Failures),
)]
pub async fn put(
    account: CoordinatorOrBetter,
    id: Path<i32>,
    body: Body,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    patch(account, id, body, ctx).await
}
