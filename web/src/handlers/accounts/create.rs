//! `POST /clerk/api/account/`: inviting somebody.

use actix_web::{HttpResponse, web::Data};
use clerk_domain::{Context, accounts};

use crate::{
    auth::guards::AdminOrBetter,
    error::ApiResult,
    openapi::Failures,
    wire::{
        drf::body::Body,
        user::{NewUser, UserCreate},
    },
};

/// Makes an account. Its Microsoft account follows in the background.
#[utoipa::path(
    post,
    path = "/clerk/api/account/",
    operation_id = "createUser",
    tag = "accounts",
    request_body = UserCreate,
    responses((status = 201, description = "The new account", body = NewUser), Failures),
)]
pub async fn create(
    account: AdminOrBetter,
    mut body: Body,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let new = UserCreate::read(&mut body);
    body.finish()?;
    let now = ctx.clock.now();
    let created = accounts::create(&mut *ctx.db().await?, &account, now, &new).await?;
    Ok(HttpResponse::Created().json(NewUser::from(created)))
}
