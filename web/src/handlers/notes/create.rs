//! `POST /clerk/api/case/<uuid>/note/`: writes a note on a case.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, access, notes};
use uuid::Uuid;

use crate::{
    auth::guards::ParalegalOrBetter,
    error::ApiResult,
    openapi::Failures,
    wire::{
        drf::body::Body,
        note::{self, Note, NoteCreate},
    },
};

/// Writes a note on a case.
#[utoipa::path(
    post,
    path = "/clerk/api/case/{id}/note/",
    operation_id = "createCaseNote",
    tag = "notes",
    params(("id" = Uuid, Path)),
    request_body = NoteCreate,
    responses((status = 201, description = "The new note", body = Note), Failures),
)]
pub async fn create(
    account: ParalegalOrBetter,
    id: Path<Uuid>,
    ctx: Data<Context>,
    mut body: Body,
) -> ApiResult<HttpResponse> {
    let conn = &mut *ctx.db().await?;
    access::case(conn, &account, *id).await?;
    let new = note::read(&mut body)?;
    let now = ctx.clock.now();
    let note = notes::create(conn, &account, *id, new, now).await?;
    Ok(HttpResponse::Created().json(Note::new(note, now)))
}
