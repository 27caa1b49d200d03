//! `POST /clerk/api/email/<case>/<id>/attachment/<id>/sharepoint/`: saves an attachment on SharePoint.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, emails};
use uuid::Uuid;

use crate::{
    auth::guards::ParalegalOrBetter,
    error::{ApiError, ApiResult},
    openapi::{ReadFailures, Unavailable},
};

/// Saves an attachment in the SharePoint folder of the case.
#[utoipa::path(
    post,
    path = "/clerk/api/email/{id}/{email_id}/attachment/{attachment_id}/sharepoint/",
    operation_id = "uploadEmailAttachmentToSharepoint",
    tag = "emails",
    params(
        ("id" = Uuid, Path, description = "The case"),
        ("email_id" = i32, Path),
        ("attachment_id" = i32, Path),
    ),
    responses((status = 204, description = "Saved"), ReadFailures, Unavailable),
)]
pub async fn upload(
    account: ParalegalOrBetter,
    path: Path<(String, String, String)>,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let (case, email, attachment) = path.into_inner();
    let case = Uuid::parse_str(&case).map_err(|_| ApiError::not_found())?;
    let email = email.parse().map_err(|_| ApiError::not_found())?;
    let attachment = attachment.parse().map_err(|_| ApiError::not_found())?;
    emails::save_to_sharepoint(&ctx, &account, case, email, attachment).await?;
    Ok(HttpResponse::NoContent().finish())
}
