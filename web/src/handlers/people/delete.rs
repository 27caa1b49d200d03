//! `DELETE /clerk/api/person/<id>/`: deleting a party.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, people};

use crate::{auth::guards::CoordinatorOrBetter, error::ApiResult, openapi::ReadFailures};

/// Deletes a party. Tenancies and cases that name it name nobody from then on.
#[utoipa::path(
    delete,
    path = "/clerk/api/person/{id}/",
    operation_id = "deletePerson",
    tag = "people",
    params(("id" = i32, Path)),
    responses((status = 204, description = "It is gone"), ReadFailures),
)]
pub async fn delete(
    _account: CoordinatorOrBetter,
    id: Path<i32>,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    people::delete(&mut *ctx.db().await?, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}
