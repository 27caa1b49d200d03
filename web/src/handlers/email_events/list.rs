//! `GET /clerk/api/email/<case>/<email>/events/`: what the mail provider has told about an email.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, emails::events};
use uuid::Uuid;

use crate::{
    auth::guards::ParalegalOrBetter,
    error::{ApiError, ApiResult},
    openapi::ReadFailures,
    wire::email_event::EmailEvent,
};

/// What the mail provider has told about an email, the latest first.
#[utoipa::path(
    get,
    path = "/clerk/api/email/{case_id}/{id}/events/",
    operation_id = "getEmailEvents",
    tag = "emails",
    params(("case_id" = Uuid, Path), ("id" = i32, Path)),
    responses((status = 200, description = "The events", body = Vec<EmailEvent>), ReadFailures),
)]
pub async fn list(
    account: ParalegalOrBetter,
    path: Path<(String, String)>,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let (case, email) = path.into_inner();
    let case = Uuid::parse_str(&case).map_err(|_| ApiError::not_found())?;
    let email = email.parse().map_err(|_| ApiError::not_found())?;
    let found = events::list(&mut *ctx.db().await?, &account, case, email).await?;
    let events: Vec<_> = found.into_iter().map(EmailEvent::from).collect();
    Ok(HttpResponse::Ok().json(events))
}
