//! `GET /clerk/api/template-doc/`: the document templates.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use clerk_domain::{
    Context,
    document_templates::{self, TemplateFilter},
    vocabulary::cases::ACTIVE_TOPIC,
};

use crate::{
    auth::guards::AdminOrBetter,
    error::ApiResult,
    openapi::{Failures, Unavailable},
    wire::{document::DocumentTemplate, drf::query::Query},
};

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
pub async fn list(
    _account: AdminOrBetter,
    request: HttpRequest,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let mut query = Query::of(&request);
    let filter =
        TemplateFilter { topic: query.choice("topic", ACTIVE_TOPIC), name: query.text("name") };
    query.finish()?;
    let found = document_templates::list(&ctx, &filter).await?;
    let templates: Vec<_> = found.into_iter().map(DocumentTemplate::from).collect();
    Ok(HttpResponse::Ok().json(templates))
}
