//! `PATCH` and `PUT /clerk/api/template-notify/<id>/`: changing a notification.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, notification_templates};

use crate::{
    auth::guards::AdminOrBetter,
    error::ApiResult,
    extract::number,
    openapi::Failures,
    wire::{
        drf::body::Body,
        notification_template::{
            NotificationTemplate, NotificationTemplateInput, NotificationTemplatePatch, read,
        },
    },
};

/// Changes what is named of a notification.
#[utoipa::path(
    patch,
    path = "/clerk/api/template-notify/{id}/",
    operation_id = "updateNotificationTemplate",
    tag = "templates",
    params(("id" = i32, Path)),
    request_body = NotificationTemplatePatch,
    responses((status = 200, description = "The notification", body = NotificationTemplate), Failures),
)]
pub async fn update(
    _: AdminOrBetter,
    id: Path<String>,
    body: Body,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    change(&id, body.partial(), &ctx).await
}

/// The same, but nothing that is required may be left out.
#[utoipa::path(
    put,
    path = "/clerk/api/template-notify/{id}/",
    operation_id = "replaceNotificationTemplate",
    tag = "templates",
    params(("id" = i32, Path)),
    request_body = NotificationTemplateInput,
    responses((status = 200, description = "The notification", body = NotificationTemplate), Failures),
)]
pub async fn replace(
    _: AdminOrBetter,
    id: Path<String>,
    body: Body,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    change(&id, body, &ctx).await
}

async fn change(id: &str, mut body: Body, ctx: &Context) -> ApiResult<HttpResponse> {
    let mut conn = ctx.db().await?;
    let id = number(id)?;
    // What does not exist is told before what is wrong with the body.
    notification_templates::find(&mut conn, id).await?;
    let change = read(&mut body);
    body.finish()?;
    let template = notification_templates::update(&mut conn, id, change, ctx.clock.now()).await?;
    Ok(HttpResponse::Ok().json(NotificationTemplate::from(template)))
}
