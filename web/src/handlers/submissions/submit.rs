//! `POST /api/submission/<uuid>/submit/`

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, submissions};
use serde_json::json;
use uuid::Uuid;

use crate::{error::ApiResult, rate_limit::SubmissionAllowance};

/// Hands a submission in. The body is not looked at, and doing it again is fine. The answer is an empty
/// object, because the form fails on an empty body.
///
/// # Errors
/// 404 when there is no such submission.
pub async fn submit(
    _allowed: SubmissionAllowance,
    ctx: Data<Context>,
    id: Path<Uuid>,
) -> ApiResult {
    submissions::submit(&ctx, *id).await?;
    Ok(HttpResponse::Ok().json(json!({})))
}
