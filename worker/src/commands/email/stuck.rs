//! The part of `clerk-worker email` for emails that will not go out by themselves.

use chrono::TimeDelta;
use clerk_domain::{
    Context, DomainError,
    emails::outbox::{
        self, Decision, Released, Resolved,
        stuck::{self, Stuck},
    },
    error::Result,
};
use uuid::Uuid;

use crate::commands::output::outln;

/// Options of `email resolve-attempt`.
#[derive(Debug, clap::Args)]
pub struct ResolveArgs {
    /// The attempt that `email list-stuck` shows.
    attempt: Uuid,
    #[command(flatten)]
    decision: DecisionArgs,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct DecisionArgs {
    /// The provider has the email.
    #[arg(long)]
    sent: bool,
    /// The provider has not got it, and it shall not be sent again.
    #[arg(long)]
    failed: bool,
    /// The provider has not got it: send it again. Also for an attempt that the provider refused.
    #[arg(long)]
    resend: bool,
}

/// Lists the emails that will not go out by themselves.
pub async fn list(ctx: &Context) -> Result<()> {
    print(
        ctx,
        &stuck::list(&mut *ctx.db().await?, outbox::lease(&ctx.mailer), ctx.clock.now()).await?,
    );
    Ok(())
}

/// Sends the held emails that are allowed by now.
pub async fn release(ctx: &Context) -> Result<()> {
    let Released { released, held } = outbox::release_held(ctx).await?;
    outln!("{released} emails will be sent now, {held} are still held.");
    Ok(())
}

/// Decides about an attempt.
///
/// # Errors
/// When the decision makes no sense.
pub async fn resolve(ctx: &Context, args: &ResolveArgs) -> Result<()> {
    let decision = match (args.decision.sent, args.decision.failed) {
        (true, _) => Decision::Sent,
        (_, true) => Decision::Failed,
        _ => Decision::Resend,
    };
    let (lease, now) = (outbox::lease(&ctx.mailer), ctx.clock.now());
    let conn = &mut *ctx.db().await?;
    match outbox::resolve(conn, args.attempt, decision, lease, now).await {
        Ok(Resolved::Done) => outln!("{}", outcome(decision)),
        Ok(Resolved::Already) => outln!("This was decided before; nothing has changed."),
        Err(DomainError::NotFound) => {
            return Err(DomainError::Fatal("there is no such attempt".to_owned()));
        }
        Err(DomainError::Refused { detail, .. }) => {
            return Err(DomainError::Fatal(detail.into_owned()));
        }
        Err(other) => return Err(other),
    }
    Ok(())
}

fn outcome(decision: Decision) -> &'static str {
    match decision {
        Decision::Sent => "The email counts as sent.",
        Decision::Failed => "The email counts as failed.",
        Decision::Resend => "The email will be sent again.",
    }
}

fn print(ctx: &Context, found: &[Stuck]) {
    outln!(
        "{:>8}  {:<10}  {:>7}  {:<36}  {:<36}  SUBJECT / REASON",
        "EMAIL",
        "WHY",
        "AGE",
        "CASE",
        "ATTEMPT"
    );
    let id = |id: Option<Uuid>| id.map_or_else(|| "-".to_owned(), |id| id.to_string());
    for stuck in found {
        outln!(
            "{:>8}  {:<10}  {:>7}  {:<36}  {:<36}  {} / {}",
            stuck.email,
            stuck.kind,
            age(ctx.clock.now() - stuck.since),
            id(stuck.case),
            id(stuck.attempt),
            masked(&stuck.subject),
            stuck.reason,
        );
    }
}

fn age(age: TimeDelta) -> String {
    match age.num_minutes() {
        minutes if minutes < 120 => format!("{} min", minutes.max(0)),
        minutes if minutes < 48 * 60 => format!("{} h", minutes / 60),
        minutes => format!("{} d", minutes / (24 * 60)),
    }
}

/// The subject's words by their first letters: enough to tell two emails apart, not to read them.
fn masked(subject: &str) -> String {
    let words = subject.split_whitespace().take(8);
    let letters = words.map(|word| word.chars().take(1).chain(['…']).collect::<String>());
    letters.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_are_masked_and_ages_short() {
        assert_eq!(masked("Your repairs,  Émile"), "Y… r… É…");
        assert_eq!(masked(""), "");
        for (minutes, text) in [(-1, "0 min"), (119, "119 min"), (120, "2 h"), (2880, "2 d")] {
            assert_eq!(age(TimeDelta::minutes(minutes)), text);
        }
    }
}
