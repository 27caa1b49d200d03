//! `clerk-worker email`: mail that has come in, and mail that will not go out by itself.

mod stuck;

use clap::Subcommand;
use clerk_base::clock::local;
use clerk_domain::{
    Context, DomainError,
    emails::inbox::{self, Unrouted, tray},
    error::Result,
    paging::PageRequest,
};
use clerk_services::inbound_parse;
use uuid::Uuid;

use super::output::outln;

/// Options of the command.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Try mail again that has not become an email of a case.
    Reingest {
        /// The id that `email unrouted` shows, or the number of an email that the original left.
        #[arg(required_unless_present = "failed")]
        id: Option<String>,
        /// Everything that waits or has failed.
        #[arg(long, conflicts_with = "id")]
        failed: bool,
    },
    /// List the messages that fit no case.
    Unrouted,
    /// List the emails that will not go out by themselves: it is unknown whether they are out, they are
    /// held, or they have no job.
    ListStuck,
    /// Decide about an attempt whose outcome is unknown.
    ResolveAttempt(stuck::ResolveArgs),
    /// Send the held emails whose recipients `EMAIL_ALLOWED_DOMAINS` allows by now.
    ReleaseHeld,
    /// Have SendGrid post incoming mail to this address. For development.
    SetInboundUrl {
        /// Where this server is reached from outside, such as a tunnel's address.
        url: String,
    },
}

/// Executes the command.
///
/// # Errors
/// When there is nothing that could be tried again.
pub async fn run(ctx: &Context, args: &Args) -> Result<()> {
    match &args.verb {
        Verb::Reingest { id: Some(id), .. } => reingest(ctx, id).await,
        Verb::Reingest { id: None, .. } => reingest_failed(ctx).await,
        Verb::Unrouted => {
            let page = tray::list(&mut *ctx.db().await?, PageRequest::All).await?;
            print(&page.map(|page| page.items).unwrap_or_default());
            Ok(())
        }
        Verb::ListStuck => stuck::list(ctx).await,
        Verb::ResolveAttempt(args) => stuck::resolve(ctx, args).await,
        Verb::ReleaseHeld => stuck::release(ctx).await,
        Verb::SetInboundUrl { url } => {
            let address = inbound_parse::set_url(&ctx.config, &ctx.http, url).await?;
            outln!("Mail to {} will be posted to {address}.", ctx.config.mail.domain);
            Ok(())
        }
    }
}

async fn reingest(ctx: &Context, id: &str) -> Result<()> {
    if let Ok(message) = Uuid::parse_str(id) {
        inbox::reingest_message(&mut *ctx.db().await?, message).await?;
        outln!("Message {message} will be read again.");
        return Ok(());
    }
    let email = id
        .parse()
        .map_err(|_| DomainError::Fatal(format!("{id} is neither a message nor an email")))?;
    let case =
        inbox::reingest_email(&mut *ctx.db().await?, email, &ctx.config.mail, ctx.clock.now())
            .await?;
    outln!("Email {email} belongs to case {case} now.");
    Ok(())
}

/// One that fails again does not stop the others.
async fn reingest_failed(ctx: &Context) -> Result<()> {
    let (messages, emails) = inbox::list_unfinished(&mut *ctx.db().await?).await?;
    let mut failures = 0;
    for id in messages.iter().map(Uuid::to_string).chain(emails.iter().map(i32::to_string)) {
        if let Err(error) = reingest(ctx, &id).await {
            outln!("{id}: {error}");
            failures += 1;
        }
    }
    outln!("{} tried again, {failures} failed.", messages.len() + emails.len());
    Ok(())
}

fn print(messages: &[Unrouted]) {
    outln!("{:<36}  {:<16}  {:<15}  FROM", "MESSAGE", "RECEIVED", "REASON");
    for message in messages {
        outln!(
            "{:<36}  {:<16}  {:<15}  {}",
            message.id,
            local(message.received_at).format("%Y-%m-%d %H:%M"),
            message.reason.as_deref().unwrap_or_default(),
            message.from_address.as_deref().unwrap_or_default(),
        );
    }
}
