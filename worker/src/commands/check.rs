//! `clerk-worker check`: whether Clerk would run here.

use clerk_domain::{
    Context,
    error::{DomainError, Result},
};
use clerk_workflows::operations::{self, Finding, State};

use super::output::outln;

/// Options of the command.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// Leave services outside alone: mail, Slack, Microsoft, the time.
    #[arg(long)]
    no_outside: bool,
}

/// Looks at everything that Clerk needs, and prints what is wrong and how to mend it.
///
/// # Errors
/// When something is wrong.
pub async fn run(ctx: &Context, args: &Args) -> Result<()> {
    let findings = operations::check(ctx, !args.no_outside).await;
    if args.json {
        let text = serde_json::to_string_pretty(&findings)
            .map_err(|error| DomainError::Fatal(error.to_string()))?;
        outln!("{text}");
    } else {
        findings.iter().for_each(print);
    }
    match findings.iter().filter(|finding| finding.state == State::Fail).count() {
        0 => Ok(()),
        count => Err(DomainError::Fatal(format!("Clerk would not run here: {count} to mend."))),
    }
}

fn print(finding: &Finding) {
    let state = match finding.state {
        State::Ok => "ok",
        State::Warn => "warn",
        State::Fail => "FAIL",
        State::Skipped => "-",
    };
    outln!("{state:<5} {:<22} {}", finding.what, finding.found);
}
