//! `GET /clerk/api/client/<uuid>/`: one client.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, clients};
use uuid::Uuid;

use crate::{
    auth::guards::ParalegalOrBetter, error::ApiResult, openapi::ReadFailures, wire::client::Client,
};

/// One client. Below coordinators, of one's own cases only.
#[utoipa::path(
    get,
    path = "/clerk/api/client/{id}/",
    operation_id = "getClient",
    tag = "clients",
    params(("id" = Uuid, Path)),
    responses((status = 200, description = "The client", body = Client), ReadFailures),
)]
pub async fn detail(
    account: ParalegalOrBetter,
    id: Path<Uuid>,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let found = clients::find(&mut *ctx.db().await?, &account, *id).await?;
    Ok(HttpResponse::Ok().json(Client::new(found, ctx.clock.now())))
}
