//! `POST /clerk/api/account/<id>/perms-resync/`: sets an account's access to SharePoint right.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::Context;
use clerk_workflows::staff_access;

use crate::{
    auth::guards::CoordinatorOrBetter,
    error::{ApiError, ApiResult},
    openapi::ReadFailures,
    wire::{
        microsoft::{AccountPermissions, Permissions},
        user::User,
    },
};

/// Sets an account's access to SharePoint right. Takes some seconds; what cannot be done in half a
/// minute is done afterwards.
#[utoipa::path(
    post,
    path = "/clerk/api/account/{id}/perms-resync/",
    operation_id = "resyncUserAccountPermissions",
    tag = "accounts",
    params(("id" = i32, Path)),
    responses(
        (status = 200, description = "The account and its permissions", body = AccountPermissions),
        ReadFailures,
    ),
)]
pub async fn resync_permissions(
    account: CoordinatorOrBetter,
    id: Path<String>,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let id = id.parse().map_err(|_| ApiError::not_found())?;
    let (profile, permissions) = staff_access::resync_microsoft(&ctx, &account, id).await?;
    let now = ctx.clock.now();
    Ok(HttpResponse::Ok().json(AccountPermissions {
        account: User::new(&profile, now),
        permissions: permissions.map(|it| Permissions::new(it, now)),
    }))
}
