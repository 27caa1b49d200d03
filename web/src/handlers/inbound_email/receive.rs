//! `POST /email/receive/`: a message that has come in, as a form of the mail provider's.
//!
//! Anybody can post here, as in the original: the provider signs nothing. A 2xx says that the whole
//! post is stored; any other status makes the provider post it again.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::CONTENT_TYPE,
    web::{Data, Payload},
};
use clerk_domain::{
    Context, DomainError,
    emails::inbound::{self, Post},
};
use futures_util::StreamExt;

use crate::error::ApiResult;

/// Stores a post, whatever is in it.
///
/// # Errors
/// 413 when it is too large, 5xx when it could not be stored.
pub async fn receive(
    request: HttpRequest,
    ctx: Data<Context>,
    mut body: Payload,
) -> ApiResult<HttpResponse> {
    let content_type = request.headers().get(CONTENT_TYPE).map(|it| it.as_bytes());
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
    inbound::store(&ctx, post).await?;
    Ok(HttpResponse::Ok().finish())
}
