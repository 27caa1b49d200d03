//! `POST /clerk/api/case/`: opens a case by hand.

use actix_web::{HttpResponse, web::Data};
use clerk_domain::Context;
use clerk_workflows::case_opens;

use crate::{
    auth::guards::CoordinatorOrBetter,
    error::ApiResult,
    openapi::Failures,
    wire::{
        case::Case,
        case_input::{self, CaseCreate},
        drf::body::Body,
    },
};

/// Opens a case, with a new client and tenancy or with known ones.
#[utoipa::path(
    post,
    path = "/clerk/api/case/",
    operation_id = "createCase",
    tag = "cases",
    request_body = CaseCreate,
    responses((status = 201, description = "The new case", body = Case), Failures),
)]
pub async fn create(
    account: CoordinatorOrBetter,
    ctx: Data<Context>,
    mut body: Body,
) -> ApiResult<HttpResponse> {
    let new = case_input::read_create(&mut body)?;
    let now = ctx.clock.now();
    let case = case_opens::create(&mut *ctx.db().await?, &account, new, now).await?;
    Ok(HttpResponse::Created().json(Case::new(case, now)))
}
