//! `POST /clerk/api/email/<case>/<id>/attachment/sharepoint/<item>/`: attaches a file of SharePoint.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, emails};
use uuid::Uuid;

use crate::{
    auth::guards::ParalegalOrBetter,
    error::{ApiError, ApiResult},
    openapi::{Failures, Unavailable},
};

/// Attaches a file of the case's SharePoint folder to a draft.
#[utoipa::path(
    post,
    path = "/clerk/api/email/{id}/{email_id}/attachment/sharepoint/{sharepoint_id}/",
    operation_id = "downloadEmailAttachmentFromSharepoint",
    tag = "emails",
    params(
        ("id" = Uuid, Path, description = "The case"),
        ("email_id" = i32, Path),
        ("sharepoint_id" = String, Path, description = "The id of a document of the case"),
    ),
    responses((status = 204, description = "Attached"), Failures, Unavailable),
)]
pub async fn download(
    account: ParalegalOrBetter,
    path: Path<(String, String, String)>,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let (case, email, item) = path.into_inner();
    let case = Uuid::parse_str(&case).map_err(|_| ApiError::not_found())?;
    let email = email.parse().map_err(|_| ApiError::not_found())?;
    emails::attach_from_sharepoint(&ctx, &account, case, email, &item).await?;
    Ok(HttpResponse::NoContent().finish())
}
