//! `GET /clerk/api/account/<id>/perms/`: what an account may see on SharePoint.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, DomainError};
use clerk_workflows::staff_access;

use crate::{
    auth::guards::CoordinatorOrBetter,
    error::{ApiError, ApiResult},
    openapi::ReadFailures,
    wire::microsoft::Permissions,
};

/// What an account may see on SharePoint, of the cases it works on.
#[utoipa::path(
    get,
    path = "/clerk/api/account/{id}/perms/",
    operation_id = "getUserAccountPermissions",
    tag = "accounts",
    params(("id" = i32, Path)),
    responses(
        (status = 200, description = "The permissions; empty when SharePoint cannot tell", body = Permissions),
        ReadFailures,
    ),
)]
pub async fn permissions(
    account: CoordinatorOrBetter,
    id: Path<String>,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let id = id.parse().map_err(|_| ApiError::not_found())?;
    match staff_access::microsoft_permissions(&ctx, &account, id).await {
        Ok(found) => Ok(HttpResponse::Ok().json(Permissions::new(found, ctx.clock.now()))),
        // The front end takes an empty answer for "not known" and shows the rest of its page.
        Err(DomainError::Unavailable(reason)) => {
            tracing::error!(account = id, reason, "access to SharePoint is not known");
            Ok(HttpResponse::Ok().finish())
        }
        Err(error) => Err(error.into()),
    }
}
