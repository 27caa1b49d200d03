//! `GET /clerk/api/email/<case>/<id>/attempts/`: what was done to send an email.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, emails};
use uuid::Uuid;

use crate::{
    auth::guards::ParalegalOrBetter,
    error::{ApiError, ApiResult},
    openapi::ReadFailures,
    wire::email_attempt::EmailAttempt,
};

/// The attempts at sending an email, oldest first.
#[utoipa::path(
    get,
    path = "/clerk/api/email/{id}/{email_id}/attempts/",
    operation_id = "getEmailAttempts",
    tag = "emails",
    params(("id" = Uuid, Path, description = "The case"), ("email_id" = i32, Path)),
    responses((status = 200, description = "All of them", body = Vec<EmailAttempt>), ReadFailures),
)]
pub async fn attempts(
    account: ParalegalOrBetter,
    path: Path<(String, String)>,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let (case, email) = path.into_inner();
    let case = Uuid::parse_str(&case).map_err(|_| ApiError::not_found())?;
    let email = email.parse().map_err(|_| ApiError::not_found())?;
    let found = emails::attempts(&mut *ctx.db().await?, &account, case, email).await?;
    Ok(HttpResponse::Ok().json(found.into_iter().map(EmailAttempt::from).collect::<Vec<_>>()))
}
