//! `DELETE /clerk/api/unrouted-email/<uuid>/`: takes a message out of the tray.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use clerk_domain::{Context, emails::inbound::tray};
use uuid::Uuid;

use crate::{
    auth::guards::CoordinatorOrBetter,
    error::{ApiError, ApiResult},
    openapi::ReadFailures,
};

/// Takes a message out of the tray. It is kept, with who did this.
#[utoipa::path(
    delete,
    path = "/clerk/api/unrouted-email/{id}/",
    operation_id = "dismissUnroutedEmail",
    tag = "emails",
    params(("id" = Uuid, Path)),
    responses((status = 204, description = "It is out of the tray"), ReadFailures),
)]
pub async fn dismiss(
    account: CoordinatorOrBetter,
    id: Path<String>,
    ctx: Data<Context>,
) -> ApiResult<HttpResponse> {
    let id = Uuid::parse_str(&id).map_err(|_| ApiError::not_found())?;
    tray::dismiss(&ctx, &account, id).await?;
    Ok(HttpResponse::NoContent().finish())
}
