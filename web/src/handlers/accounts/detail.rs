//! `GET /clerk/api/account/<id>/`: one account.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, accounts};

use crate::{
    auth::guards::CoordinatorOrBetter, error::ApiResult, openapi::ReadFailures, wire::user::User,
};

/// One account, active or not.
#[utoipa::path(
    get,
    path = "/clerk/api/account/{id}/",
    operation_id = "getUser",
    tag = "accounts",
    params(("id" = i32, Path)),
    responses((status = 200, description = "The account", body = User), ReadFailures),
)]
pub async fn detail(
    _account: CoordinatorOrBetter,
    id: Path<i32>,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let found = accounts::detail(&mut *ctx.db().await?, *id).await?;
    Ok(HttpResponse::Ok().json(User::new(&found, ctx.clock.now())))
}
