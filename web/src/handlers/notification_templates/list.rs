//! `GET /clerk/api/template-notify/`: the notifications.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use clerk_domain::{Context, notification_templates};

use crate::{
    auth::guards::AdminOrBetter, error::ApiResult, handlers::email_templates::list::filter,
    openapi::Failures, wire::notification_template::NotificationTemplate,
};

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
pub async fn list(
    _: AdminOrBetter,
    request: HttpRequest,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let filter = filter(&request)?;
    let found = notification_templates::list(&mut *ctx.db().await?, &filter).await?;
    let templates: Vec<NotificationTemplate> =
        found.into_iter().map(NotificationTemplate::from).collect();
    Ok(HttpResponse::Ok().json(templates))
}
