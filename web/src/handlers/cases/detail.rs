//! `GET /clerk/api/case/<uuid>/`: one case with its tenancy and notes.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, cases};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    auth::guards::ParalegalOrBetter,
    error::{ApiError, ApiResult},
    openapi::ReadFailures,
    wire::{case::Case, note::Note, tenancy::Tenancy},
};

/// A case with what its page shows.
#[derive(Serialize, ToSchema)]
struct CaseDetail {
    issue: Case,
    tenancy: Tenancy,
    notes: Vec<Note>,
}

/// A case with its tenancy and notes, newest first. Reviews are for coordinators and better.
#[utoipa::path(
    get,
    path = "/clerk/api/case/{id}/",
    operation_id = "getCase",
    tag = "cases",
    params(("id" = Uuid, Path)),
    responses((status = 200, description = "The case", body = CaseDetail), ReadFailures),
)]
pub async fn detail(
    account: ParalegalOrBetter,
    id: Path<String>,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let id = Uuid::parse_str(&id).map_err(|_| ApiError::not_found())?;
    let mut conn = ctx.db().await?;
    let found = cases::detail(&mut conn, &account, id).await?;
    let now = ctx.clock.now();
    Ok(HttpResponse::Ok().json(CaseDetail {
        tenancy: found.case.tenancy.clone().into(),
        issue: Case::new(found.case, now),
        notes: found.notes.into_iter().map(|note| Note::new(note, now)).collect(),
    }))
}
