//! `DELETE /clerk/api/email/<case>/<id>/attachment/<id>/`: takes a file out of a draft.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, emails::drafts};

use super::case;
use crate::{
    auth::guards::ParalegalOrBetter, error::ApiResult, extract::number, openapi::ReadFailures,
};

/// Deletes a file of a draft.
#[utoipa::path(
    delete,
    path = "/clerk/api/email/{id}/{email_id}/attachment/{attachment_id}/",
    operation_id = "deleteEmailAttachment",
    tag = "emails",
    params(
        ("id" = uuid::Uuid, Path, description = "The case"),
        ("email_id" = i32, Path),
        ("attachment_id" = i32, Path),
    ),
    responses((status = 204, description = "Deleted"), ReadFailures),
)]
pub async fn delete(
    account: ParalegalOrBetter,
    path: Path<(String, String, String)>,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let (case, email, attachment) = (case(&path.0)?, number(&path.1)?, number(&path.2)?);
    drafts::delete_file(&ctx, &account, case, email, attachment).await?;
    Ok(HttpResponse::NoContent().finish())
}
