//! `DELETE /clerk/api/template-notify/<id>/`: deleting a notification.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, notification_templates};

use crate::{
    auth::guards::AdminOrBetter, error::ApiResult, extract::number, openapi::ReadFailures,
};

/// Deletes a notification.
#[utoipa::path(
    delete,
    path = "/clerk/api/template-notify/{id}/",
    operation_id = "deleteNotificationTemplate",
    tag = "templates",
    params(("id" = i32, Path)),
    responses((status = 204, description = "Deleted"), ReadFailures),
)]
pub async fn delete(
    _: AdminOrBetter,
    id: Path<String>,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let id = number(&id)?;
    notification_templates::delete(&mut *ctx.db().await?, id).await?;
    Ok(HttpResponse::NoContent().finish())
}
