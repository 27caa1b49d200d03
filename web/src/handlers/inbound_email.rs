//! What the mail provider calls: mail that has come in, and what became of mail that went out.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::CONTENT_TYPE,
    web::{Bytes, Data, Payload},
};
use clerk_domain::{
    Context, DomainError,
    emails::{
        inbox::{self, Post},
        outbox::events,
    },
};
use futures_util::StreamExt;

use crate::error::{ApiError, ApiResult};

const SIGNATURE: &str = "x-twilio-email-event-webhook-signature";
const TIMESTAMP: &str = "x-twilio-email-event-webhook-timestamp";

/// Stores a message that has come in, as a form of the mail provider's, whatever is in it.
///
/// Anyone can post here, as in the original: the provider signs nothing. A 2xx says that the whole post
/// is stored; any other status makes the provider post it again.
pub async fn receive(request: HttpRequest, mut body: Payload, ctx: Data<Context>) -> ApiResult {
    let content_type = request.headers().get(CONTENT_TYPE).map(|value| value.as_bytes());
    let content_type = String::from_utf8_lossy(content_type.unwrap_or_default());
    let mut post = Post::new(&content_type, ctx.config.inbound.max_bytes);
    while let Some(piece) = body.next().await {
        let Ok(piece) = piece else {
            tracing::warn!("a message was cut off while it came in");
            return Ok(HttpResponse::BadRequest().finish());
        };
        match post.write(&piece).await {
            Err(DomainError::Invalid(_)) => {
                tracing::error!("a message is larger than CLERK_INBOUND_MAX_BYTES and is lost");
                return Ok(HttpResponse::PayloadTooLarge().finish());
            }
            other => other?,
        }
    }
    inbox::store(&ctx, post).await?;
    Ok(HttpResponse::Ok().finish())
}

/// Keeps what became of mail that went out, and acts on it.
///
/// # Errors
/// 403 when keys are configured and none has signed the call, 400 when it holds no list of events.
pub async fn receive_events(request: HttpRequest, body: Bytes, ctx: Data<Context>) -> ApiResult {
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let keys = &ctx.config.inbound.event_keys;
    if !events::is_genuine(keys, header(SIGNATURE), header(TIMESTAMP), &body) {
        tracing::warn!("delivery events refused: no valid signature");
        return Err(ApiError::permission_denied());
    }
    let events = events::read(&body).map_err(|_| ApiError::parse_error())?;
    let received = events.len();
    let new = events::receive(&mut *ctx.db().await?, events, ctx.clock.now()).await?;
    tracing::info!(received, new, "delivery events");
    Ok(HttpResponse::Ok().finish())
}
