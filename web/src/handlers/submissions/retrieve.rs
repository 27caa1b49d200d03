//! `GET /api/submission/<uuid>/`

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, submissions};
use uuid::Uuid;

use super::SubmissionJson;
use crate::error::ApiResult;

/// The answers so far, for somebody who comes back to the form.
///
/// # Errors
/// 404 when there is no such submission, 403 when it was handed in.
pub async fn retrieve(ctx: Data<Context>, id: Path<Uuid>) -> ApiResult {
    let submission = submissions::find_open(&ctx, *id).await?;
    Ok(HttpResponse::Ok().json(SubmissionJson::from(submission)))
}
