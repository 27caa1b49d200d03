//! `GET /clerk/api/account/potential/`: who can be invited.

use actix_web::{HttpResponse, web::Data};
use clerk_domain::{Context, accounts};

use crate::{
    auth::guards::AdminOrBetter,
    error::ApiResult,
    openapi::{ReadFailures, Unavailable},
    wire::microsoft::PotentialUser,
};

/// The people in Google's directory who have no account yet, by address.
#[utoipa::path(
    get,
    path = "/clerk/api/account/potential/",
    operation_id = "getPotentialUsers",
    tag = "accounts",
    responses(
        (status = 200, description = "The people", body = Vec<PotentialUser>),
        ReadFailures,
        Unavailable,
    ),
)]
pub async fn potential(_account: AdminOrBetter, ctx: Data<Context>) -> ApiResult<HttpResponse> {
    let people = accounts::potential(&ctx).await?;
    let people: Vec<_> = people.into_iter().map(PotentialUser::from).collect();
    Ok(HttpResponse::Ok().json(people))
}
