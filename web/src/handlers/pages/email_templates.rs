//! Templates of emails.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use clerk_base::urls;
use clerk_domain::{Context, email_templates, vocabulary::email_templates::OFFERED_TOPIC};
use serde_json::json;

use super::as_written;
use crate::{
    guards::AdminOrBetter,
    react_page::{PageResult, or_page, render},
};

/// The list of templates.
pub async fn list(_actor: AdminOrBetter, request: HttpRequest) -> HttpResponse {
    let context = json!({
        "choices": {"topic": OFFERED_TOPIC.0},
        "create_url": urls::EMAIL_TEMPLATE_CREATE,
    });
    render(&request, "Email Templates", "email-template-list", context)
}

/// The form that makes a template.
pub async fn create(_actor: AdminOrBetter, request: HttpRequest) -> HttpResponse {
    let context = json!({"choices": {"topic": OFFERED_TOPIC.0}});
    render(&request, "Create New Email Template", "email-template-create", context)
}

/// One template.
pub async fn get(
    _actor: AdminOrBetter,
    id: Path<i32>,
    request: HttpRequest,
    ctx: Data<Context>,
) -> PageResult {
    let or_page = or_page(&request);
    let mut conn = ctx.db().await.map_err(&or_page)?;
    email_templates::find(&mut conn, *id).await.map_err(&or_page)?;
    let context = json!({
        "choices": {"topic": OFFERED_TOPIC.0},
        "list_url": urls::EMAIL_TEMPLATES,
        "template_id": as_written(&request, "id"),
    });
    Ok(render(&request, "Email Template", "email-template-detail", context))
}
