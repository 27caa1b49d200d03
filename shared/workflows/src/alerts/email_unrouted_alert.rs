//! Tells the team about mail that fits no case.

use std::collections::BTreeSet;

use clerk_domain::{Context, emails::inbound::tray, error::Result, templates};
use minijinja::context;

use super::{CLIENT_INTAKE, post};

/// Posts to the intake channel that messages have come into the tray that nobody has been told about.
///
/// # Errors
/// See [`post`].
pub async fn alert_email_unrouted(ctx: &Context) -> Result<()> {
    let messages = tray::not_told(&mut *ctx.db().await?).await?;
    if messages.is_empty() {
        tracing::info!("no unrouted email to tell about");
        return Ok(());
    }
    let reasons: BTreeSet<&str> = messages.iter().map(|(_, reason)| reason.as_str()).collect();
    let reasons: Vec<String> = reasons.into_iter().map(|it| it.replace('_', " ")).collect();
    let values = context! { count => messages.len(), reasons };
    let text = templates::render("slack/email_unrouted.txt", values)?;
    post(ctx, CLIENT_INTAKE, text.trim_end()).await?;
    let ids: Vec<_> = messages.into_iter().map(|(id, _)| id).collect();
    tray::told(ctx, &ids).await
}
