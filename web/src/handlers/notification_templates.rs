//! Notifications.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, notification_templates};

use crate::{
    api_route::{ApiRoute, api_routes},
    error::ApiResult,
    failures::{Failures, ReadFailures},
    guards::AdminOrBetter,
    handlers::email_templates::read_filter,
    wire::{
        format::body::Body,
        notification_templates::{
            NewNotificationTemplate, NotificationTemplate, NotificationTemplateInput,
        },
    },
};

/// The operations.
pub const ROUTES: &[ApiRoute] = api_routes![list, create, get, replace, update, delete];

/// The notifications, newest first.
#[utoipa::path(
    get,
    path = "/clerk/api/template-notify/",
    operation_id = "getNotificationTemplates",
    tag = "templates",
    params(
        ("name" = Option<String>, Query, description = "A part of the name"),
        ("topic" = Option<String>, Query),
    ),
    responses((status = 200, description = "The notifications", body = Vec<NotificationTemplate>), Failures),
)]
pub async fn list(_actor: AdminOrBetter, request: HttpRequest, ctx: Data<Context>) -> ApiResult {
    let filter = read_filter(&request)?;
    let found = notification_templates::list(&mut *ctx.db().await?, &filter).await?;
    let templates: Vec<NotificationTemplate> =
        found.into_iter().map(NotificationTemplate::from).collect();
    Ok(HttpResponse::Ok().json(templates))
}

/// Makes a notification.
#[utoipa::path(
    post,
    path = "/clerk/api/template-notify/",
    operation_id = "createNotificationTemplate",
    tag = "templates",
    request_body = NewNotificationTemplate,
    responses((status = 201, description = "The notification", body = NotificationTemplate), Failures),
)]
pub async fn create(_actor: AdminOrBetter, body: Body, ctx: Data<Context>) -> ApiResult {
    let new = NewNotificationTemplate::read(body)?;
    let now = ctx.clock.now();
    let template = notification_templates::create(&mut *ctx.db().await?, new, now).await?;
    Ok(HttpResponse::Created().json(NotificationTemplate::from(template)))
}

/// One notification.
#[utoipa::path(
    get,
    path = "/clerk/api/template-notify/{id}/",
    operation_id = "getNotificationTemplate",
    tag = "templates",
    params(("id" = i32, Path)),
    responses((status = 200, description = "The notification", body = NotificationTemplate), ReadFailures),
)]
pub async fn get(_actor: AdminOrBetter, id: Path<i32>, ctx: Data<Context>) -> ApiResult {
    let template = notification_templates::find(&mut *ctx.db().await?, *id).await?;
    Ok(HttpResponse::Ok().json(NotificationTemplate::from(template)))
}

/// Changes what is named of a notification.
#[utoipa::path(
    patch,
    path = "/clerk/api/template-notify/{id}/",
    operation_id = "updateNotificationTemplate",
    tag = "templates",
    params(("id" = i32, Path)),
    request_body = NotificationTemplateInput,
    responses((status = 200, description = "The notification", body = NotificationTemplate), Failures),
)]
pub async fn update(
    _actor: AdminOrBetter,
    id: Path<i32>,
    body: Body,
    ctx: Data<Context>,
) -> ApiResult {
    save(*id, body.partial(), &ctx).await
}

/// The same, but nothing that is required may be left out.
#[utoipa::path(
    put,
    path = "/clerk/api/template-notify/{id}/",
    operation_id = "replaceNotificationTemplate",
    tag = "templates",
    params(("id" = i32, Path)),
    request_body = NewNotificationTemplate,
    responses((status = 200, description = "The notification", body = NotificationTemplate), Failures),
)]
pub async fn replace(
    _actor: AdminOrBetter,
    id: Path<i32>,
    body: Body,
    ctx: Data<Context>,
) -> ApiResult {
    save(*id, body, &ctx).await
}

async fn save(id: i32, body: Body, ctx: &Context) -> ApiResult {
    let mut conn = ctx.db().await?;
    // A missing row is reported before errors in the body.
    notification_templates::find(&mut conn, id).await?;
    let input = NotificationTemplateInput::read(body)?;
    let template = notification_templates::update(&mut conn, id, input, ctx.clock.now()).await?;
    Ok(HttpResponse::Ok().json(NotificationTemplate::from(template)))
}

/// Deletes a notification.
#[utoipa::path(
    delete,
    path = "/clerk/api/template-notify/{id}/",
    operation_id = "deleteNotificationTemplate",
    tag = "templates",
    params(("id" = i32, Path)),
    responses((status = 204, description = "Deleted"), ReadFailures),
)]
pub async fn delete(_actor: AdminOrBetter, id: Path<i32>, ctx: Data<Context>) -> ApiResult {
    notification_templates::delete(&mut *ctx.db().await?, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}
