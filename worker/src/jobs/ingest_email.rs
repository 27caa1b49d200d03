//! Makes an email of its case out of a message that has come in.

use std::panic::AssertUnwindSafe;

use clerk_base::observe::mask;
use clerk_domain::{Context, emails::inbound, error::Result};
use futures_util::FutureExt;
use uuid::Uuid;

/// Makes an email of its case out of a message that has come in, or puts it into the tray. A message
/// that we fail to read goes there as well, so that somebody sees it.
///
/// # Errors
/// Fails when the database or the file store does, which is worth another attempt.
pub async fn run(ctx: &Context, message: Uuid) -> Result<()> {
    match AssertUnwindSafe(inbound::ingest(ctx, message)).catch_unwind().await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) if error.is_transient() => Err(error),
        Ok(Err(error)) => {
            let error = mask(&error.to_string());
            tracing::error!(%message, error, "a message could not be read");
            inbound::give_up(ctx, message).await.map(|_| ())
        }
        Err(_panic) => {
            tracing::error!(%message, "reading a message panicked");
            inbound::give_up(ctx, message).await.map(|_| ())
        }
    }
}
