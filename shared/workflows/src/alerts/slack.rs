//! How an alert gets to Slack: to the channel of a kind of message, which are rows that the team
//! edits, or to one person directly.

use clerk_domain::{
    Context,
    error::{DomainError, Result},
    templates,
};
use clerk_services::slack::{self, Workspace};
use clerk_store::db::{
    Connection,
    schema::{slack_slackchannel, slack_slackmessage, slack_slackmessage_users, slack_slackuser},
};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl};
use diesel_async::RunQueryDsl;
use minijinja::{Value, context};

/// `slack_slackmessage.slug` of what concerns new clients.
pub const CLIENT_INTAKE: &str = "client-intake";

/// The channel of a new database is this example.
const EXAMPLE: &str = "https://example.com";

struct Channel {
    webhook: String,
    people: Vec<String>,
}

/// Posts a text to the channel of a kind of message, with the people named whom the team wants
/// named. Returns whether it was posted: in development and tests a channel need not be set up.
///
/// # Errors
/// Fatal in staging and production when the channel is not set up.
pub async fn post_to_channel(ctx: &Context, kind: &str, text: &str) -> Result<bool> {
    let channel = find(&mut *ctx.db().await?, kind).await?;
    let Some(channel) = channel.filter(|channel| is_set_up(ctx, channel)) else {
        if ctx.config.environment.is_deployed() {
            return Err(DomainError::Fatal(format!("slack: no channel is set up for {kind}")));
        }
        tracing::info!(kind, "slack message not posted: no channel is set up");
        return Ok(false);
    };
    let text = address(text.trim_end(), &channel.people)?;
    slack::post_to_channel(&ctx.http, &channel.webhook, &text).await?;
    Ok(true)
}

/// With a stand-in, even the example can be called.
fn is_set_up(ctx: &Context, channel: &Channel) -> bool {
    let webhook = channel.webhook.trim_end_matches('/');
    !webhook.is_empty() && (webhook != EXAMPLE || ctx.http.has_stand_in())
}

/// Puts the people to be named before the text.
fn address(text: &str, people: &[String]) -> Result<String> {
    if people.is_empty() {
        return Ok(text.to_owned());
    }
    let message = Value::from_safe_string(text.to_owned());
    let people = people.to_vec();
    let text = templates::render("slack/addressed.txt", context! { people, message })?;
    Ok(text.trim_end().to_owned())
}

async fn find(conn: &mut Connection, kind: &str) -> Result<Option<Channel>> {
    let row: Option<(i32, String)> = slack_slackmessage::table
        .inner_join(slack_slackchannel::table)
        .filter(slack_slackmessage::slug.eq(kind))
        .select((slack_slackmessage::id, slack_slackchannel::webhook_url))
        .first(conn)
        .await
        .optional()?;
    let Some((message, webhook)) = row else { return Ok(None) };
    let people = slack_slackmessage_users::table
        .inner_join(slack_slackuser::table)
        .filter(slack_slackmessage_users::slackmessage_id.eq(message))
        .order(slack_slackmessage_users::id)
        .select(slack_slackuser::slack_id)
        .load(conn)
        .await?;
    Ok(Some(Channel { webhook, people }))
}

/// A person on Slack.
pub struct Person<'a> {
    workspace: Workspace<'a>,
    id: String,
}

/// The person with this address; `None` when Slack has none with it, or when no workspace is
/// configured.
///
/// # Errors
/// Fatal when Slack refuses the call.
pub async fn find_person<'a>(ctx: &'a Context, email: &str) -> Result<Option<Person<'a>>> {
    let Some(token) = &ctx.config.slack.api_token else {
        tracing::info!("slack direct message not sent: no token is configured");
        return Ok(None);
    };
    let workspace = Workspace::new(&ctx.http, token);
    let id = workspace.find_by_email(email).await?;
    Ok(id.map(|id| Person { workspace, id }))
}

impl Person<'_> {
    /// Sends them a message.
    ///
    /// # Errors
    /// Fatal when Slack refuses the call.
    pub async fn post(&self, text: &str) -> Result<()> {
        Ok(self.workspace.post_to_person(&self.id, text).await?)
    }
}

/// Sends the person with this address a message. Returns whether there is such a person.
///
/// # Errors
/// Fatal when Slack refuses a call.
pub async fn post_to_person(ctx: &Context, email: &str, text: &str) -> Result<bool> {
    let Some(person) = find_person(ctx, email).await? else { return Ok(false) };
    person.post(text).await.map(|()| true)
}
