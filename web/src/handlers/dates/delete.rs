//! `DELETE /clerk/api/date/<id>/`: deletes a critical date.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, dates};

use crate::{auth::guards::ParalegalOrBetter, error::ApiResult, openapi::ReadFailures};

/// Deletes a critical date. The timeline keeps what it was.
#[utoipa::path(
    delete,
    path = "/clerk/api/date/{id}/",
    operation_id = "deleteCaseDate",
    tag = "dates",
    params(("id" = i32, Path)),
    responses((status = 204, description = "It is deleted"), ReadFailures),
)]
pub async fn delete(
    account: ParalegalOrBetter,
    id: Path<i32>,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    dates::delete(&mut *ctx.db().await?, &account, *id, ctx.clock.now()).await?;
    Ok(HttpResponse::NoContent().finish())
}
