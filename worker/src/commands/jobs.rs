//! `clerk-worker jobs`: looks at the queue and replays dead jobs.

use clap::{
    Subcommand,
    builder::{PossibleValuesParser, TypedValueParser},
};
use clerk_base::clock::local;
use clerk_domain::{Context, error::Result};
use clerk_store::jobs::{JobState, queue};
use serde_json::Value;

use super::output::outln;

/// Options of the command.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List the newest jobs.
    List {
        /// Only those in this state.
        #[arg(long, value_parser = states())]
        state: Option<JobState>,
        /// How many at most.
        #[arg(long, default_value_t = 50)]
        limit: i64,
    },
    /// Run a dead job again, with all its attempts.
    Replay {
        /// The id that `jobs list` shows.
        id: i64,
    },
}

fn states() -> impl TypedValueParser<Value = JobState> {
    let codes = PossibleValuesParser::new(JobState::ALL.iter().map(|state| state.code()));
    codes.try_map(|code| code.parse::<JobState>())
}

/// Looks at the queue or replays a job.
///
/// # Errors
/// When there is no such dead job.
pub async fn run(ctx: &Context, args: &Args) -> Result<()> {
    let conn = &mut *ctx.db().await?;
    match &args.verb {
        Verb::List { state, limit } => {
            print(&queue::list(conn, *state, *limit).await?);
        }
        Verb::Replay { id } => {
            queue::replay(conn, *id).await?;
            outln!("Job {id} will run again.");
        }
    }
    Ok(())
}

fn print(jobs: &[queue::Listed]) {
    outln!(
        "{:>8}  {:<8} {:>8}  {:>6}  {:<16}  JOB",
        "ID",
        "STATE",
        "ATTEMPTS",
        "DEATHS",
        "NOT BEFORE"
    );
    for job in jobs {
        outln!(
            "{:>8}  {:<8} {:>8}  {:>6}  {:<16}  {}",
            job.id,
            job.state.code(),
            format!("{}/{}", job.attempts, job.max_attempts),
            job.deaths,
            local(job.run_at).format("%Y-%m-%d %H:%M"),
            describe(&job.payload),
        );
        if let Some(error) = &job.last_error {
            outln!("{:>8}  {error}", "");
        }
    }
}

/// `send_email email=5`.
fn describe(payload: &Value) -> String {
    let mut text = payload["job"].as_str().unwrap_or("unknown").to_owned();
    for (name, value) in payload.as_object().into_iter().flatten() {
        if name != "job" {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            text.push_str(&format!(" {name}={value}"));
        }
    }
    text
}
