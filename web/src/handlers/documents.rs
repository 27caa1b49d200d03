//! The documents of a case, which are on SharePoint.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, documents};
use uuid::Uuid;

use crate::{
    api_route::{ApiRoute, api_routes},
    error::ApiResult,
    failures::{ReadFailures, Unavailable},
    guards::ParalegalOrBetter,
    wire::documents::CaseDocuments,
};

/// The operations.
pub const ROUTES: &[ApiRoute] = api_routes![list];

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
pub async fn list(actor: ParalegalOrBetter, id: Path<Uuid>, ctx: Data<Context>) -> ApiResult {
    let folder = documents::list(&ctx, &actor, *id).await?;
    Ok(HttpResponse::Ok().json(CaseDocuments::from(folder)))
}
