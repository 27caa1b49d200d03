//! Makes an email of its case out of a message that has come in.

use clerk_base::panics;
use clerk_domain::{Context, error::Result};
use clerk_workflows::mail_comes_in;
use uuid::Uuid;

/// [`mail_comes_in::ingest`]; a message that we fail to read goes to the tray as well, where people see
/// it.
///
/// # Errors
/// Only such as are worth another attempt.
pub async fn ingest_email(ctx: &Context, message: Uuid) -> Result<()> {
    match panics::catch(mail_comes_in::ingest(ctx, message)).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) if error.is_transient() => Err(error),
        Ok(Err(error)) => {
            tracing::error!(%message, %error, "a message could not be read");
            mail_comes_in::give_up(ctx, message).await.map(|_| ())
        }
        Err(_panicked) => {
            tracing::error!(%message, "reading a message panicked");
            mail_comes_in::give_up(ctx, message).await.map(|_| ())
        }
    }
}
