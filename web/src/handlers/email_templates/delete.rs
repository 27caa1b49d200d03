//! `DELETE /clerk/api/template-email/<id>/`: deleting a template of an email.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, email_templates};

use crate::{
    auth::guards::AdminOrBetter, error::ApiResult, extract::number, openapi::ReadFailures,
};

/// Deletes a template.
#[utoipa::path(
    delete,
    path = "/clerk/api/template-email/{id}/",
    operation_id = "deleteEmailTemplate",
    tag = "templates",
    params(("id" = i32, Path)),
    responses((status = 204, description = "Deleted"), ReadFailures),
)]
pub async fn delete(
    _: AdminOrBetter,
    id: Path<String>,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let id = number(&id)?;
    email_templates::delete(&mut *ctx.db().await?, id).await?;
    Ok(HttpResponse::NoContent().finish())
}
