//! `PATCH` and `PUT /clerk/api/template-email/<id>/`: changing a template of an email.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, email_templates};

use crate::{
    auth::guards::AdminOrBetter,
    error::ApiResult,
    extract::number,
    openapi::Failures,
    wire::{
        drf::body::Body,
        email_template::{EmailTemplate, EmailTemplateInput, EmailTemplatePatch, read},
    },
};

/// Changes what is named of a template.
#[utoipa::path(
    patch,
    path = "/clerk/api/template-email/{id}/",
    operation_id = "updateEmailTemplate",
    tag = "templates",
    params(("id" = i32, Path)),
    request_body = EmailTemplatePatch,
    responses((status = 200, description = "The template", body = EmailTemplate), Failures),
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
    path = "/clerk/api/template-email/{id}/",
    operation_id = "replaceEmailTemplate",
    tag = "templates",
    params(("id" = i32, Path)),
    request_body = EmailTemplateInput,
    responses((status = 200, description = "The template", body = EmailTemplate), Failures),
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
    email_templates::find(&mut conn, id).await?;
    let change = read(&mut body);
    body.finish()?;
    let template = email_templates::update(&mut conn, id, change, ctx.clock.now()).await?;
    Ok(HttpResponse::Ok().json(EmailTemplate::from(template)))
}
