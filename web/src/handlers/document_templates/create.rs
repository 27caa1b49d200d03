//! `POST /clerk/api/template-doc/`: new document templates.

use actix_multipart::Multipart;
use actix_web::{HttpResponse, web::Data};
use clerk_domain::{Context, document_templates};

use super::receive::receive;
use crate::{
    auth::guards::AdminOrBetter,
    error::ApiResult,
    openapi::{Failures, Unavailable},
    wire::document::DocumentTemplateInput,
};

/// Makes a template of each file: of all of them, or of none.
#[utoipa::path(
    post,
    path = "/clerk/api/template-doc/",
    operation_id = "createDocumentTemplate",
    tag = "documents",
    request_body(content = DocumentTemplateInput, content_type = "multipart/form-data"),
    responses((status = 201, description = "Made"), Failures, Unavailable),
)]
pub async fn create(
    _account: AdminOrBetter,
    ctx: Data<Context>,
    body: Multipart,
) -> ApiResult<HttpResponse> {
    let form = receive(body, ctx.config.intake.upload_max_bytes).await?;
    document_templates::create(&ctx, &form.topic, form.files).await?;
    Ok(HttpResponse::Created().finish())
}
