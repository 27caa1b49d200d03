//! Templates of emails.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{
    Context,
    email_templates::{self, TemplateFilter},
};

use crate::{
    api_route::{ApiRoute, api_routes},
    error::ApiResult,
    failures::{Failures, ReadFailures},
    guards::AdminOrBetter,
    wire::{
        email_templates::{EmailTemplate, EmailTemplateInput, NewEmailTemplate},
        format::{body::Body, query::Query},
    },
};

/// The operations.
pub const ROUTES: &[ApiRoute] = api_routes![list, create, get, replace, update, delete];

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
pub async fn list(_actor: AdminOrBetter, request: HttpRequest, ctx: Data<Context>) -> ApiResult {
    let filter = read_filter(&request)?;
    let found = email_templates::list(&mut *ctx.db().await?, &filter).await?;
    let templates: Vec<EmailTemplate> = found.into_iter().map(EmailTemplate::from).collect();
    Ok(HttpResponse::Ok().json(templates))
}

/// Reads the filters of a list of templates. A topic that does not exist has no templates.
pub fn read_filter(request: &HttpRequest) -> ApiResult<TemplateFilter> {
    let mut query = Query::of(request);
    let filter = TemplateFilter { name: query.search("name"), topic: query.search("topic") };
    query.finish()?;
    Ok(filter)
}

/// Makes a template.
#[utoipa::path(
    post,
    path = "/clerk/api/template-email/",
    operation_id = "createEmailTemplate",
    tag = "templates",
    request_body = NewEmailTemplate,
    responses((status = 201, description = "The template", body = EmailTemplate), Failures),
)]
pub async fn create(_actor: AdminOrBetter, body: Body, ctx: Data<Context>) -> ApiResult {
    let new = NewEmailTemplate::read(body)?;
    let now = ctx.clock.now();
    let template = email_templates::create(&mut *ctx.db().await?, new, now).await?;
    Ok(HttpResponse::Created().json(EmailTemplate::from(template)))
}

/// One template.
#[utoipa::path(
    get,
    path = "/clerk/api/template-email/{id}/",
    operation_id = "getEmailTemplate",
    tag = "templates",
    params(("id" = i32, Path)),
    responses((status = 200, description = "The template", body = EmailTemplate), ReadFailures),
)]
pub async fn get(_actor: AdminOrBetter, id: Path<i32>, ctx: Data<Context>) -> ApiResult {
    let template = email_templates::find(&mut *ctx.db().await?, *id).await?;
    Ok(HttpResponse::Ok().json(EmailTemplate::from(template)))
}

/// Changes what is named of a template.
#[utoipa::path(
    patch,
    path = "/clerk/api/template-email/{id}/",
    operation_id = "updateEmailTemplate",
    tag = "templates",
    params(("id" = i32, Path)),
    request_body = EmailTemplateInput,
    responses((status = 200, description = "The template", body = EmailTemplate), Failures),
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
    path = "/clerk/api/template-email/{id}/",
    operation_id = "replaceEmailTemplate",
    tag = "templates",
    params(("id" = i32, Path)),
    request_body = NewEmailTemplate,
    responses((status = 200, description = "The template", body = EmailTemplate), Failures),
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
    email_templates::find(&mut conn, id).await?;
    let input = EmailTemplateInput::read(body)?;
    let template = email_templates::update(&mut conn, id, input, ctx.clock.now()).await?;
    Ok(HttpResponse::Ok().json(EmailTemplate::from(template)))
}

/// Deletes a template.
#[utoipa::path(
    delete,
    path = "/clerk/api/template-email/{id}/",
    operation_id = "deleteEmailTemplate",
    tag = "templates",
    params(("id" = i32, Path)),
    responses((status = 204, description = "Deleted"), ReadFailures),
)]
pub async fn delete(_actor: AdminOrBetter, id: Path<i32>, ctx: Data<Context>) -> ApiResult {
    email_templates::delete(&mut *ctx.db().await?, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}
