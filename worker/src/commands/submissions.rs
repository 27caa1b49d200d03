//! `clerk-worker submissions`: looks at submissions that are no case, and tries them again.

use clap::Subcommand;
use clerk_base::clock::local;
use clerk_domain::{Context, DomainError, error::Result};
use clerk_workflows::form_comes_in::{self, Failure, Outcome};
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
    /// List the submissions that were handed in and will not become a case by themselves.
    ListFailed,
    /// Process a submission again, now. A success takes its mark away.
    Replay {
        /// The id that `submissions list-failed` shows.
        id: Uuid,
    },
}

/// Lists failed submissions or replays one.
///
/// # Errors
/// When there is no such submission, or when it fails again.
pub async fn run(ctx: &Context, args: &Args) -> Result<()> {
    match &args.verb {
        Verb::ListFailed => {
            print(&form_comes_in::list_failed(&mut *ctx.db().await?).await?);
            Ok(())
        }
        Verb::Replay { id } => replay(ctx, *id).await,
    }
}

async fn replay(ctx: &Context, id: Uuid) -> Result<()> {
    match form_comes_in::process(ctx, id).await? {
        Outcome::Processed(case) => outln!("The submission is case {case} now."),
        Outcome::AlreadyProcessed => outln!("The submission was a case already."),
        Outcome::NotSubmitted => {
            return Err(DomainError::Fatal("the submission was never handed in".to_owned()));
        }
        Outcome::Failed(reason) => {
            return Err(DomainError::Fatal(format!("the submission failed again: {reason}")));
        }
    }
    Ok(())
}

fn print(failures: &[Failure]) {
    outln!("{:<36}  {:<16}  {:>8}  REASON", "SUBMISSION", "FAILED", "ATTEMPTS");
    for failure in failures {
        outln!(
            "{:<36}  {:<16}  {:>8}  {}",
            failure.submission,
            local(failure.at).format("%Y-%m-%d %H:%M"),
            failure.attempts,
            failure.reason,
        );
    }
}
