//! `POST /email/events/`: what became of mail that went out.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Bytes, Data},
};
use clerk_domain::{Context, emails::events};

use crate::error::{ApiError, ApiResult};

const SIGNATURE: &str = "x-twilio-email-event-webhook-signature";
const TIMESTAMP: &str = "x-twilio-email-event-webhook-timestamp";

/// Keeps events and acts on them.
///
/// # Errors
/// 403 when keys are configured and none has signed the call, 400 when it holds no list of events.
pub async fn receive(
    request: HttpRequest,
    ctx: Data<Context>,
    body: Bytes,
) -> ApiResult<HttpResponse> {
    let header = |name| request.headers().get(name).and_then(|it| it.to_str().ok());
    let keys = &ctx.config.inbound.event_keys;
    if !events::is_genuine(keys, header(SIGNATURE), header(TIMESTAMP), &body) {
        tracing::warn!("delivery events refused: no valid signature");
        return Err(ApiError::permission_denied());
    }
    let events = events::read(&body).map_err(|_| ApiError::parse_error())?;
    let (told, new) = (events.len(), events::receive(&ctx, events).await?);
    tracing::info!(told, new, "delivery events");
    Ok(HttpResponse::Ok().finish())
}
