//! Direct messages on Slack.

use clerk_domain::{Context, error::Result};
use clerk_services::slack::Workspace;

/// A person on Slack.
pub struct Person<'a> {
    workspace: Workspace<'a>,
    id: String,
}

/// The person with this address; `None` when Slack knows nobody of it, or when no workspace is
/// configured.
///
/// # Errors
/// Fails when Slack does, fatal when it refuses the call.
pub async fn find<'a>(ctx: &'a Context, email: &str) -> Result<Option<Person<'a>>> {
    let Some(token) = &ctx.config.slack.api_token else {
        tracing::info!("slack direct message not sent: no token is configured");
        return Ok(None);
    };
    let workspace = Workspace::new(&ctx.outside, token);
    let id = workspace.find_by_email(email).await?;
    Ok(id.map(|id| Person { workspace, id }))
}

impl Person<'_> {
    /// Sends them a message.
    ///
    /// # Errors
    /// Fails when Slack does, fatal when it refuses the call.
    pub async fn tell(&self, text: &str) -> Result<()> {
        Ok(self.workspace.post_to_person(&self.id, text).await?)
    }
}

/// Finds the person with this address and sends them a message. Tells whether there is such a person.
///
/// # Errors
/// Fails when Slack does, fatal when it refuses a call.
pub async fn tell(ctx: &Context, email: &str, text: &str) -> Result<bool> {
    let Some(person) = find(ctx, email).await? else { return Ok(false) };
    person.tell(text).await.map(|()| true)
}
