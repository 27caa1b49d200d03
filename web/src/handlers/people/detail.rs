//! `GET /clerk/api/person/<id>/`: one party.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, people};

use crate::{
    auth::guards::ParalegalOrBetter, error::ApiResult, openapi::ReadFailures, wire::person::Person,
};

/// One party. Below coordinators, of one's own cases only.
#[utoipa::path(
    get,
    path = "/clerk/api/person/{id}/",
    operation_id = "getPerson",
    tag = "people",
    params(("id" = i32, Path)),
    responses((status = 200, description = "The party", body = Person), ReadFailures),
)]
pub async fn detail(
    account: ParalegalOrBetter,
    id: Path<i32>,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let found = people::find(&mut *ctx.db().await?, &account, *id).await?;
    Ok(HttpResponse::Ok().json(Person::from(found)))
}
