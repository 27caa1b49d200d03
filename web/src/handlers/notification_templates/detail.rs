//! `GET /clerk/api/template-notify/<id>/`: one notification.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, notification_templates};

use crate::{
    auth::guards::AdminOrBetter, error::ApiResult, extract::number, openapi::ReadFailures,
    wire::notification_template::NotificationTemplate,
};

/// One notification.
#[utoipa::path(
    get,
    path = "/clerk/api/template-notify/{id}/",
    operation_id = "getNotificationTemplate",
    tag = "templates",
    params(("id" = i32, Path)),
    responses((status = 200, description = "The notification", body = NotificationTemplate), ReadFailures),
)]
pub async fn detail(
    _: AdminOrBetter,
    id: Path<String>,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let id = number(&id)?;
    let template = notification_templates::find(&mut *ctx.db().await?, id).await?;
    Ok(HttpResponse::Ok().json(NotificationTemplate::from(template)))
}
