//! `PATCH` and `PUT /clerk/api/person/<id>/`: changing a party.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, people};

use crate::{
    auth::guards::CoordinatorOrBetter,
    error::ApiResult,
    openapi::Failures,
    wire::{
        drf::body::Body,
        person::{Person, PersonInput, PersonUpdate},
    },
};

/// Changes what the body names of a party.
#[utoipa::path(
    patch,
    path = "/clerk/api/person/{id}/",
    operation_id = "updatePerson",
    tag = "people",
    params(("id" = i32, Path)),
    request_body = PersonUpdate,
    responses((status = 200, description = "The party as it is now", body = Person), Failures),
)]
pub async fn patch(
    account: CoordinatorOrBetter,
    id: Path<i32>,
    body: Body,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    update(account, *id, body.partial(), &ctx).await
}

/// The same with every field that a new party needs.
#[utoipa::path(
    put,
    path = "/clerk/api/person/{id}/",
    operation_id = "replacePerson",
    tag = "people",
    params(("id" = i32, Path)),
    request_body = PersonInput,
    responses((status = 200, description = "The party as it is now", body = Person), Failures),
)]
pub async fn put(
    account: CoordinatorOrBetter,
    id: Path<i32>,
    body: Body,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    update(account, *id, body, &ctx).await
}

async fn update(
    account: CoordinatorOrBetter,
    id: i32,
    mut body: Body,
    ctx: &Context,
) -> ApiResult<HttpResponse> {
    let mut conn = ctx.db().await?;
    people::find(&mut conn, &account, id).await?;
    let input = PersonInput::read(&mut body);
    body.finish()?;
    let person = people::update(&mut conn, ctx.clock.now(), id, &input).await?;
    Ok(HttpResponse::Ok().json(Person::from(person)))
}
