//! `PATCH` and `PUT /clerk/api/client/<id>/`: changing a client.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{
    Context,
    access::{self},
    clients,
};
use uuid::Uuid;

use crate::{
    auth::guards::ParalegalOrBetter,
    error::ApiResult,
    openapi::Failures,
    wire::{
        client::{Client, ClientInput},
        drf::body::Body,
    },
};

/// Changes what the body names of a client. No two clients may have the same email address.
#[utoipa::path(
    patch,
    path = "/clerk/api/client/{id}/",
    operation_id = "updateClient",
    tag = "clients",
    params(("id" = Uuid, Path)),
    request_body = ClientInput,
    responses((status = 200, description = "As it is now", body = Client), Failures),
)]
pub async fn patch(
    account: ParalegalOrBetter,
    id: Path<Uuid>,
    body: Body,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    update(account, *id, body.partial(), &ctx).await
}

/// The same with every field that is required.
#[utoipa::path(
    put,
    path = "/clerk/api/client/{id}/",
    operation_id = "replaceClient",
    tag = "clients",
    params(("id" = Uuid, Path)),
    request_body = ClientInput,
    responses((status = 200, description = "As it is now", body = Client), Failures),
)]
pub async fn put(
    account: ParalegalOrBetter,
    id: Path<Uuid>,
    body: Body,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    update(account, *id, body, &ctx).await
}

async fn update(
    account: ParalegalOrBetter,
    id: Uuid,
    mut body: Body,
    ctx: &Context,
) -> ApiResult<HttpResponse> {
    let now = ctx.clock.now();
    let mut conn = ctx.db().await?;
    // What one may not see is refused before what one sends is looked at.
    access::clients::check(&mut conn, &account, id).await?;
    let input = ClientInput::read(&mut body);
    body.finish()?;
    let found = clients::update(&mut conn, &account, now, id, &input).await?;
    Ok(HttpResponse::Ok().json(Client::new(found, now)))
}
