//! `POST /clerk/api/unrouted-email/<uuid>/assign/`: gives a message to a case.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, emails::inbound::tray};
use uuid::Uuid;

use crate::{
    auth::guards::CoordinatorOrBetter,
    error::{ApiError, ApiResult},
    openapi::Failures,
    wire::{
        drf::body::Body,
        unrouted_email::{AssignUnroutedEmailInput, UnroutedEmail, read_case},
    },
};

/// Gives a message to a case. It becomes an email there within moments.
#[utoipa::path(
    post,
    path = "/clerk/api/unrouted-email/{id}/assign/",
    operation_id = "assignUnroutedEmail",
    tag = "emails",
    params(("id" = Uuid, Path)),
    request_body = AssignUnroutedEmailInput,
    responses((status = 200, description = "The message", body = UnroutedEmail), Failures),
)]
pub async fn assign(
    account: CoordinatorOrBetter,
    id: Path<String>,
    ctx: Data<Context>,
    body: Result<Body, ApiError>,
) -> ApiResult<HttpResponse> {
    let id = Uuid::parse_str(&id).map_err(|_| ApiError::not_found())?;
    let case = read_case(&mut body?)?;
    let message = tray::assign(&ctx, &account, id, case).await?;
    Ok(HttpResponse::Ok().json(UnroutedEmail::from(message)))
}
