//! Document templates.

mod form;

use actix_multipart::Multipart;
use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{
    Context,
    document_templates::{self, TemplateFilter},
    vocabulary::cases::ACTIVE_TOPIC,
};

use crate::{
    api_route::{ApiRoute, api_routes},
    error::ApiResult,
    failures::{Failures, ReadFailures, Unavailable},
    guards::AdminOrBetter,
    wire::{
        document_templates::{
            DocumentTemplate, DocumentTemplateInput, DocumentTemplateRenameInput,
        },
        format::{body::Body, query::Query},
    },
};

/// The operations.
pub const ROUTES: &[ApiRoute] = api_routes![list, create, delete, rename];

/// The document templates by topic and name.
#[utoipa::path(
    get,
    path = "/clerk/api/template-doc/",
    operation_id = "getDocumentTemplates",
    tag = "documents",
    params(
        ("name" = Option<String>, Query, description = "Part of the name"),
        ("topic" = Option<String>, Query),
    ),
    responses(
        (status = 200, description = "The templates", body = Vec<DocumentTemplate>),
        Failures,
        Unavailable,
    ),
)]
pub async fn list(_actor: AdminOrBetter, request: HttpRequest, ctx: Data<Context>) -> ApiResult {
    let mut query = Query::of(&request);
    let filter =
        TemplateFilter { topic: query.choice("topic", ACTIVE_TOPIC), name: query.text("name") };
    query.finish()?;
    let found = document_templates::list(&ctx, &filter).await?;
    let templates: Vec<_> = found.into_iter().map(DocumentTemplate::from).collect();
    Ok(HttpResponse::Ok().json(templates))
}

/// Makes a template of each file: of all of them, or of none.
#[utoipa::path(
    post,
    path = "/clerk/api/template-doc/",
    operation_id = "createDocumentTemplate",
    tag = "documents",
    request_body(content = DocumentTemplateInput, content_type = "multipart/form-data"),
    responses((status = 201, description = "Made"), Failures, Unavailable),
)]
pub async fn create(_actor: AdminOrBetter, body: Multipart, ctx: Data<Context>) -> ApiResult {
    let form = form::receive(body, ctx.config.intake.upload_max_bytes).await?;
    document_templates::create(&ctx, &form.topic, form.files).await?;
    Ok(HttpResponse::Created().finish())
}

/// Deletes a document template with its file.
#[utoipa::path(
    delete,
    path = "/clerk/api/template-doc/{id}/",
    operation_id = "deleteDocumentTemplate",
    tag = "documents",
    params(("id" = i32, Path)),
    responses((status = 204, description = "Deleted"), ReadFailures, Unavailable),
)]
pub async fn delete(_actor: AdminOrBetter, id: Path<i32>, ctx: Data<Context>) -> ApiResult {
    document_templates::delete(&ctx, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

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
    _actor: AdminOrBetter,
    id: Path<i32>,
    body: Body,
    ctx: Data<Context>,
) -> ApiResult {
    let name = DocumentTemplateRenameInput::read(body)?;
    document_templates::rename(&ctx, *id, &name).await?;
    Ok(HttpResponse::NoContent().finish())
}
