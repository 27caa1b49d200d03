//! `clerk-worker migrate`: says in plain sentences what was, or would be, done to the database.

use clerk_base::config::Config;
use clerk_domain::error::Result;
use clerk_store::db::{self, Outcome, Start};
use tokio::sync::watch;

use super::{output::outln, progress};

/// Options of the command.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Say what would be done, and change nothing.
    #[arg(long)]
    check: bool,
}

/// Brings the database up to date.
///
/// # Errors
/// Fails when the database cannot be reached, a migration fails, or the database is not one to work
/// on; the error then lists why.
pub async fn run(config: &Config, args: &Args) -> Result<()> {
    let options = db::options(&config.database);
    let outcome = if args.check {
        db::plan(options).await?
    } else {
        let (sender, steps) = watch::channel(String::from("connecting"));
        let work = db::migrate_reporting(options, move |step| {
            sender.send_replace(step.to_string());
        });
        progress::watch(work, steps).await?
    };
    for difference in &outcome.drift {
        eprintln!("Warning: the database has changed since then. {difference}");
    }
    for sentence in sentences(&outcome, args.check) {
        outln!("{sentence}");
    }
    Ok(())
}

fn sentences(outcome: &Outcome, is_plan: bool) -> Vec<String> {
    let first = match (outcome.start, is_plan) {
        (Start::Empty, false) => "The database was empty. Its tables and first rows were created.",
        (Start::Empty, true) => {
            "The database is empty. Its tables and first rows would be created."
        }
        (Start::Original, false) => "The original's database was adopted as it is.",
        (Start::Original, true) => "This is the original's database. It would be adopted as it is.",
        (Start::Known, _) if outcome.applied.is_empty() => "The database is up to date.",
        (Start::Known, false) => "The database was updated.",
        (Start::Known, true) => "The database would be updated.",
    };
    let mut sentences = vec![first.to_owned()];
    if !outcome.applied.is_empty() {
        let what = match outcome.applied.len() {
            1 => "1 migration".to_owned(),
            count => format!("{count} migrations"),
        };
        let verb = if is_plan { "To apply" } else { "Applied" };
        sentences.push(format!("{verb}: {what} ({}).", outcome.applied.join(", ")));
    }
    sentences
}
