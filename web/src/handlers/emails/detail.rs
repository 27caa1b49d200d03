//! `GET /clerk/api/email/<case>/<id>/`: one email.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, emails};

use super::ids;
use crate::{
    auth::guards::ParalegalOrBetter, error::ApiResult, openapi::ReadFailures, wire::email::Email,
};

/// An email with its HTML as it is stored, which is what the editor wants and nobody else should show.
#[utoipa::path(
    get,
    path = "/clerk/api/email/{id}/{email_id}/",
    operation_id = "getEmail",
    tag = "emails",
    params(("id" = uuid::Uuid, Path, description = "The case"), ("email_id" = i32, Path)),
    responses((status = 200, description = "The email", body = Email), ReadFailures),
)]
pub async fn detail(
    account: ParalegalOrBetter,
    path: Path<(String, String)>,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let (case, email) = ids(&path)?;
    let found = emails::find(&mut *ctx.db().await?, &account, case, email).await?;
    Ok(HttpResponse::Ok().json(Email::new(found, case, ctx.clock.now())))
}
