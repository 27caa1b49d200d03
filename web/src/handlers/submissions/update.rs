//! `PUT` and `PATCH /api/submission/<uuid>/`

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path, Payload},
};
use clerk_domain::{Context, submissions};
use uuid::Uuid;

use super::{SubmissionJson, body::Body};
use crate::{error::ApiResult, rate_limit::SubmissionAllowance};

/// Replaces the answers.
///
/// # Errors
/// 404 when there is no such submission, 403 when it was handed in, 400 when the answers are missing
/// or cannot be stored.
pub async fn put(
    _allowed: SubmissionAllowance,
    ctx: Data<Context>,
    id: Path<Uuid>,
    request: HttpRequest,
    payload: Payload,
) -> ApiResult {
    let body = Body::read(&request, payload, ctx.config.intake.answers_max_bytes).await?;
    submissions::find_open(&ctx, *id).await?;
    let submission = submissions::update(&ctx, *id, Some(body.required_answers()?)).await?;
    Ok(HttpResponse::Ok().json(SubmissionJson::from(submission)))
}

/// Replaces the answers, if the body has any.
///
/// # Errors
/// As [`put`], except that answers may be missing.
pub async fn patch(
    _allowed: SubmissionAllowance,
    ctx: Data<Context>,
    id: Path<Uuid>,
    request: HttpRequest,
    payload: Payload,
) -> ApiResult {
    let body = Body::read(&request, payload, ctx.config.intake.answers_max_bytes).await?;
    submissions::find_open(&ctx, *id).await?;
    let submission = submissions::update(&ctx, *id, body.answers()?).await?;
    Ok(HttpResponse::Ok().json(SubmissionJson::from(submission)))
}
