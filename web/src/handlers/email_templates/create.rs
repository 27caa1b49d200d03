//! `POST /clerk/api/template-email/`: a new template of an email.

use actix_web::{HttpResponse, web::Data};
use clerk_domain::{Context, email_templates};

use crate::{
    auth::guards::AdminOrBetter,
    error::ApiResult,
    openapi::Failures,
    wire::{
        drf::body::Body,
        email_template::{EmailTemplate, EmailTemplateInput, read},
    },
};

/// Makes a template.
#[utoipa::path(
    post,
    path = "/clerk/api/template-email/",
    operation_id = "createEmailTemplate",
    tag = "templates",
    request_body = EmailTemplateInput,
    responses((status = 201, description = "The template", body = EmailTemplate), Failures),
)]
pub async fn create(
    _: AdminOrBetter,
    mut body: Body,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let new = read(&mut body);
    body.finish()?;
    let now = ctx.clock.now();
    let template = email_templates::create(&mut *ctx.db().await?, new, now).await?;
    Ok(HttpResponse::Created().json(EmailTemplate::from(template)))
}
