//! `GET /clerk/templates/email/` and what is below: templates of emails.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use clerk_base::urls;
use clerk_domain::{Context, email_templates, vocabulary::email_templates::OFFERED_TOPIC};
use serde_json::json;

use super::row_key;
use crate::{
    auth::guards::AdminOrBetter,
    react_page::{PageResult, or_page, render},
};

/// The list of templates.
pub async fn list(_: AdminOrBetter, request: HttpRequest) -> HttpResponse {
    let context = json!({
        "choices": {"topic": OFFERED_TOPIC.0},
        "create_url": urls::EMAIL_TEMPLATE_CREATE,
    });
    render(&request, "Email Templates", "email-template-list", context)
}

/// The form that makes a template.
pub async fn create(_: AdminOrBetter, request: HttpRequest) -> HttpResponse {
    let context = json!({"choices": {"topic": OFFERED_TOPIC.0}});
    render(&request, "Create New Email Template", "email-template-create", context)
}

/// One template.
///
/// # Errors
/// Shows the 404 page when there is no such template.
pub async fn detail(
    _: AdminOrBetter,
    request: HttpRequest,
    id: Path<String>,
    ctx: Data<Context>,
) -> PageResult {
    let or_page = or_page(&request);
    let key = row_key(&id).map_err(&or_page)?;
    let mut conn = ctx.db().await.map_err(&or_page)?;
    email_templates::find(&mut conn, key).await.map_err(&or_page)?;
    let context = json!({
        "choices": {"topic": OFFERED_TOPIC.0},
        "list_url": urls::EMAIL_TEMPLATES,
        "template_id": id.as_str(),
    });
    Ok(render(&request, "Email Template", "email-template-detail", context))
}
