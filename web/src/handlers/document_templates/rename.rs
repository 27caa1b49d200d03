//! `PATCH /clerk/api/template-doc/<id>/rename-file/`: gives a document template another name.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, document_templates};

use crate::{
    auth::guards::AdminOrBetter,
    error::{ApiError, ApiResult},
    openapi::{Failures, Unavailable},
    wire::{
        document::{DocumentTemplateRenameInput, read_rename},
        drf::body::Body,
    },
};

/// Gives a document template and its file another name.
#[utoipa::path(
    patch,
    path = "/clerk/api/template-doc/{id}/rename-file/",
    operation_id = "renameDocumentTemplate",
    tag = "documents",
    params(("id" = i32, Path)),
    request_body = DocumentTemplateRenameInput,
    responses((status = 204, description = "Renamed"), Failures, Unavailable),
)]
pub async fn rename(
    _account: AdminOrBetter,
    id: Path<String>,
    ctx: Data<Context>,
    mut body: Body,
) -> ApiResult<HttpResponse> {
    let id = id.parse().map_err(|_| ApiError::not_found())?;
    let name = read_rename(&mut body).value().unwrap_or_default();
    body.finish()?;
    document_templates::rename(&ctx, id, &name).await?;
    Ok(HttpResponse::NoContent().finish())
}
