//! `POST /clerk/api/person/`: a new party.

use actix_web::{HttpResponse, web::Data};
use clerk_domain::{Context, people};

use crate::{
    auth::guards::CoordinatorOrBetter,
    error::ApiResult,
    openapi::Failures,
    wire::{
        drf::body::Body,
        person::{Person, PersonInput},
    },
};

/// Makes a party.
#[utoipa::path(
    post,
    path = "/clerk/api/person/",
    operation_id = "createPerson",
    tag = "people",
    request_body = PersonInput,
    responses((status = 201, description = "The new party", body = Person), Failures),
)]
pub async fn create(
    _account: CoordinatorOrBetter,
    mut body: Body,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let input = PersonInput::read(&mut body);
    body.finish()?;
    let person = people::create(&mut *ctx.db().await?, ctx.clock.now(), input).await?;
    Ok(HttpResponse::Created().json(Person::from(person)))
}
