//! `GET /clerk/api/template-email/`: the templates of emails.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use clerk_domain::{
    Context,
    email_templates::{self, TemplateFilter},
};

use crate::{
    auth::guards::AdminOrBetter,
    error::ApiResult,
    openapi::Failures,
    wire::{drf::query::Query, email_template::EmailTemplate},
};

/// The templates, by topic and name.
#[utoipa::path(
    get,
    path = "/clerk/api/template-email/",
    operation_id = "getEmailTemplates",
    tag = "templates",
    params(
        ("name" = Option<String>, Query, description = "A part of the name or the subject"),
        ("topic" = Option<String>, Query),
    ),
    responses((status = 200, description = "The templates", body = Vec<EmailTemplate>), Failures),
)]
pub async fn list(
    _: AdminOrBetter,
    request: HttpRequest,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let filter = filter(&request)?;
    let found = email_templates::list(&mut *ctx.db().await?, &filter).await?;
    let templates: Vec<EmailTemplate> = found.into_iter().map(EmailTemplate::from).collect();
    Ok(HttpResponse::Ok().json(templates))
}

/// Reads the filters of a list of templates. A topic that does not exist has no templates.
///
/// # Errors
/// 400 for what no text can contain.
pub fn filter(request: &HttpRequest) -> ApiResult<TemplateFilter> {
    let mut query = Query::of(request);
    let filter = TemplateFilter { name: query.search("name"), topic: query.search("topic") };
    query.finish()?;
    Ok(filter)
}
