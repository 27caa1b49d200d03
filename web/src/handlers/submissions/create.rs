//! `POST /api/submission/`

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Payload},
};
use clerk_domain::{Context, submissions};

use super::{SubmissionJson, body::Body};
use crate::{error::ApiResult, rate_limit::SubmissionAllowance};

/// Starts a submission with a first set of answers.
///
/// # Errors
/// 400 when the answers are missing or cannot be stored.
pub async fn create(
    _allowed: SubmissionAllowance,
    ctx: Data<Context>,
    request: HttpRequest,
    payload: Payload,
) -> ApiResult {
    let body = Body::read(&request, payload, ctx.config.intake.answers_max_bytes).await?;
    let submission = submissions::create(&ctx, body.required_answers()?).await?;
    Ok(HttpResponse::Created().json(SubmissionJson::from(submission)))
}
