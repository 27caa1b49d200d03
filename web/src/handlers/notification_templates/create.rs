//! `POST /clerk/api/template-notify/`: a new notification.

use actix_web::{HttpResponse, web::Data};
use clerk_domain::{Context, notification_templates};

use crate::{
    auth::guards::AdminOrBetter,
    error::ApiResult,
    openapi::Failures,
    wire::{
        drf::body::Body,
        notification_template::{NotificationTemplate, NotificationTemplateInput, read},
    },
};

/// Makes a notification.
#[utoipa::path(
    post,
    path = "/clerk/api/template-notify/",
    operation_id = "createNotificationTemplate",
    tag = "templates",
    request_body = NotificationTemplateInput,
    responses((status = 201, description = "The notification", body = NotificationTemplate), Failures),
)]
pub async fn create(
    _: AdminOrBetter,
    mut body: Body,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let new = read(&mut body);
    body.finish()?;
    let now = ctx.clock.now();
    let template = notification_templates::create(&mut *ctx.db().await?, new, now).await?;
    Ok(HttpResponse::Created().json(NotificationTemplate::from(template)))
}
