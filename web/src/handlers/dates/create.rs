//! `POST /clerk/api/date/`: adds a critical date to a case.

use actix_web::{HttpResponse, web::Data};
use clerk_domain::{Context, dates};

use crate::{
    auth::guards::ParalegalOrBetter,
    error::ApiResult,
    openapi::Failures,
    wire::{
        drf::body::Body,
        issue_date::{self, IssueDate, IssueDateCreate},
    },
};

/// Adds a critical date to an open case.
#[utoipa::path(
    post,
    path = "/clerk/api/date/",
    operation_id = "createCaseDate",
    tag = "dates",
    request_body = IssueDateCreate,
    responses((status = 201, description = "The new date", body = IssueDate), Failures),
)]
pub async fn create(
    account: ParalegalOrBetter,
    ctx: Data<Context>,
    mut body: Body,
) -> ApiResult<HttpResponse> {
    let conn = &mut *ctx.db().await?;
    let case = issue_date::read_case(&mut body);
    if let Some(case) = case {
        dates::require_case(conn, &account, case).await?;
    }
    let new = issue_date::read_create(&mut body, case)?;
    let now = ctx.clock.now();
    let date = dates::create(conn, &account, new, now).await?;
    Ok(HttpResponse::Created().json(IssueDate::new(date, now)))
}
