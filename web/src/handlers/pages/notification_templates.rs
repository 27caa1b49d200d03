//! Notifications.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use clerk_base::urls;
use clerk_domain::{
    Context, email_templates::TemplateFilter, notification_templates,
    vocabulary::notification_templates::TOPIC,
};
use serde_json::{Value, json};

use crate::{
    guards::AdminOrBetter,
    react_page::{PageResult, or_page, render},
    wire::notification_templates::NotificationTemplate,
};

/// What all three pages are called.
const TITLE: &str = "Notification Templates";

/// The list of notifications.
pub async fn list(_actor: AdminOrBetter, request: HttpRequest, ctx: Data<Context>) -> PageResult {
    let or_page = or_page(&request);
    let mut conn = ctx.db().await.map_err(&or_page)?;
    let all = TemplateFilter::default();
    let found = notification_templates::list(&mut conn, &all).await.map_err(&or_page)?;
    let templates: Vec<_> = found.into_iter().map(NotificationTemplate::from).collect();
    let context = json!({
        "topic_options": topic_options(),
        "create_url": urls::NOTIFICATION_TEMPLATE_CREATE,
        "notifications": templates,
    });
    Ok(render(&request, TITLE, "notify-template-list", context))
}

/// The form that makes a notification.
pub async fn create(_actor: AdminOrBetter, request: HttpRequest) -> HttpResponse {
    let context = json!({"topic_options": topic_options()});
    render(&request, TITLE, "notify-template-create", context)
}

/// One notification.
pub async fn get(
    _actor: AdminOrBetter,
    id: Path<i32>,
    request: HttpRequest,
    ctx: Data<Context>,
) -> PageResult {
    let or_page = or_page(&request);
    let mut conn = ctx.db().await.map_err(&or_page)?;
    let template = notification_templates::find(&mut conn, *id).await.map_err(&or_page)?;
    let context = json!({
        "topic_options": topic_options(),
        "template": NotificationTemplate::from(template),
        "notify_template_url": urls::NOTIFICATION_TEMPLATES,
    });
    Ok(render(&request, TITLE, "notify-template-detail", context))
}

fn topic_options() -> Vec<Value> {
    let option =
        |(value, label): &(&str, &str)| json!({"key": value, "value": value, "text": label});
    TOPIC.0.iter().map(option).collect()
}
