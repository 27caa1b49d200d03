//! `GET /clerk/api/template-email/<id>/`: one template of an email.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, email_templates};

use crate::{
    auth::guards::AdminOrBetter, error::ApiResult, extract::number, openapi::ReadFailures,
    wire::email_template::EmailTemplate,
};

/// One template.
#[utoipa::path(
    get,
    path = "/clerk/api/template-email/{id}/",
    operation_id = "getEmailTemplate",
    tag = "templates",
    params(("id" = i32, Path)),
    responses((status = 200, description = "The template", body = EmailTemplate), ReadFailures),
)]
pub async fn detail(
    _: AdminOrBetter,
    id: Path<String>,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let id = number(&id)?;
    let template = email_templates::find(&mut *ctx.db().await?, id).await?;
    Ok(HttpResponse::Ok().json(EmailTemplate::from(template)))
}
