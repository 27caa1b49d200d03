//! `GET /clerk/api/case/<uuid>/docs/`: what is in the SharePoint folder of a case.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, documents};
use uuid::Uuid;

use crate::{
    auth::guards::ParalegalOrBetter,
    error::{ApiError, ApiResult},
    openapi::{ReadFailures, Unavailable},
    wire::document::CaseDocuments,
};

/// The documents of a case, as they are on SharePoint.
#[utoipa::path(
    get,
    path = "/clerk/api/case/{id}/docs/",
    operation_id = "getCaseDocuments",
    tag = "documents",
    params(("id" = Uuid, Path)),
    responses(
        (status = 200, description = "The folder", body = CaseDocuments),
        ReadFailures,
        Unavailable,
    ),
)]
pub async fn list(
    account: ParalegalOrBetter,
    id: Path<String>,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let id = Uuid::parse_str(&id).map_err(|_| ApiError::not_found())?;
    let folder = documents::list(&ctx, &account, id).await?;
    Ok(HttpResponse::Ok().json(CaseDocuments::from(folder)))
}
