//! `DELETE /clerk/api/email/<case>/<id>/`: deletes a draft.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, emails::drafts};

use super::ids;
use crate::{auth::guards::ParalegalOrBetter, error::ApiResult, openapi::ReadFailures};

/// Deletes a draft with its files.
#[utoipa::path(
    delete,
    path = "/clerk/api/email/{id}/{email_id}/",
    operation_id = "deleteEmail",
    tag = "emails",
    params(("id" = uuid::Uuid, Path, description = "The case"), ("email_id" = i32, Path)),
    responses((status = 204, description = "Deleted"), ReadFailures),
)]
pub async fn delete(
    account: ParalegalOrBetter,
    path: Path<(String, String)>,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let (case, email) = ids(&path)?;
    drafts::delete(&ctx, &account, case, email).await?;
    Ok(HttpResponse::NoContent().finish())
}
