//! `GET /clerk/api/case/<uuid>/`: one case with its tenancy and notes.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_shared::{Context, domain::cases};
use serde::Serialize;
use uuid::Uuid;

use crate::{
    auth::guards::ParalegalOrBetter,
    error::{ApiError, ApiResult},
    wire::{case::Case, note::Note, tenancy::Tenancy},
};

#[derive(Serialize)]
struct Answer {
    issue: Case,
    tenancy: Tenancy,
    notes: Vec<Note>,
}

/// Answers with a case.
///
/// # Errors
/// 404 when there is none with this id, 403 when it is somebody else's.
pub async fn detail(
    account: ParalegalOrBetter,
    id: Path<String>,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let id = Uuid::parse_str(&id).map_err(|_| ApiError::not_found())?;
    let mut conn = ctx.db().await?;
    let found = cases::detail(&mut conn, &account, id).await?;
    let now = ctx.clock.now();
    Ok(HttpResponse::Ok().json(Answer {
        tenancy: found.case.tenancy.clone().into(),
        issue: Case::new(found.case, now),
        notes: found.notes.into_iter().map(|note| Note::new(note, now)).collect(),
    }))
}
