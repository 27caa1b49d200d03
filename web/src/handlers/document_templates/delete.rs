//! `DELETE /clerk/api/template-doc/<id>/`: deletes a document template with its file.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, document_templates};

use crate::{
    auth::guards::AdminOrBetter,
    error::{ApiError, ApiResult},
    openapi::{ReadFailures, Unavailable},
};

/// Deletes a document template with its file.
#[utoipa::path(
    delete,
    path = "/clerk/api/template-doc/{id}/",
    operation_id = "deleteDocumentTemplate",
    tag = "documents",
    params(("id" = i32, Path)),
    responses((status = 204, description = "Deleted"), ReadFailures, Unavailable),
)]
pub async fn delete(
    _account: AdminOrBetter,
    id: Path<String>,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let id = id.parse().map_err(|_| ApiError::not_found())?;
    document_templates::delete(&ctx, id).await?;
    Ok(HttpResponse::NoContent().finish())
}
