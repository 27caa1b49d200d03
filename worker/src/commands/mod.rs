//! The command line, one file per command.

mod check;
mod demo_data;
pub mod email;
mod health;
pub mod jobs;
mod migrate;
mod obfuscate;
mod output;
mod progress;
pub mod run;
mod stand_in;
pub mod submissions;

use std::{process::ExitCode, sync::Arc};

use clap::{Parser, Subcommand};
use clerk_base::{
    clock::Clock,
    config::{Config, Source},
    observe,
};
use clerk_domain::{Context, error::Result};
use clerk_services::sentry::reporter;

/// Clerk's worker and management commands. Settings come from environment variables.
#[derive(Debug, Parser)]
#[command(name = "clerk-worker", version)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Create, adopt or update the database.
    Migrate(migrate::Args),
    /// Run jobs until stopped by a signal. This is what happens when no command is given.
    Run,
    /// Whether Clerk would run here: settings, database, keys, files, mail, services, clocks.
    Check(check::Args),
    /// Whether the worker of this machine works. Status 0: it does. For health checks of containers.
    Health,
    /// Look at the job queue, replay dead jobs.
    Jobs(jobs::Args),
    /// Add made-up cases and accounts, for trying Clerk out.
    DemoData(demo_data::Args),
    /// Hide everybody in a copy of production's database, for the test environment.
    Obfuscate(obfuscate::Args),
    /// Play every outside service, for a demo.
    StandIn(stand_in::Args),
    /// Mail that has come in: try it again, look at what fits no case.
    Email(email::Args),
    /// Look at submissions that are no case, process them again.
    Submissions(submissions::Args),
}

const PROGRAM: &str = "clerk-worker";
/// Exit code for settings that cannot be used; clap uses the same for a wrong command line.
const UNUSABLE: u8 = 2;

/// Reads the command line and the settings, executes the command, and returns how it went.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let config = match Config::read(&Source::process()) {
        Ok(config) => config,
        Err(problems) => {
            eprintln!("{problems}");
            return ExitCode::from(UNUSABLE);
        }
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let observed = match reporter(&config, PROGRAM)
        .and_then(|reporter| observe::init(&config, PROGRAM, reporter))
    {
        Ok(observed) => observed,
        Err(problem) => {
            eprintln!("the configuration is not usable:\n  - {problem}");
            return ExitCode::from(UNUSABLE);
        }
    };
    let command = cli.command.unwrap_or(Command::Run);
    let is_service = matches!(command, Command::Run);
    let outcome = runtime.block_on(execute(config, command));
    if let Err(error) = &outcome {
        // Standard error of a service is kept with its log.
        let error = error.to_string();
        eprintln!("{}", if is_service { observe::mask(&error) } else { error });
    }
    drop(observed);
    if outcome.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

async fn execute(config: Arc<Config>, command: Command) -> Result<()> {
    match command {
        Command::Migrate(args) => migrate::run(&config, &args).await,
        Command::Run => run::run(config).await,
        Command::Check(args) => check::run(&Context::new(config, Clock::system())?, &args).await,
        Command::Health => health::run(&config),
        Command::DemoData(args) => {
            demo_data::run(&Context::new(config, Clock::system())?, &args).await
        }
        Command::Obfuscate(args) => {
            obfuscate::run(&Context::new(config, Clock::system())?, &args).await
        }
        Command::StandIn(args) => stand_in::run(&config, &args).await,
        Command::Jobs(args) => jobs::run(&Context::new(config, Clock::system())?, &args).await,
        Command::Email(args) => email::run(&Context::new(config, Clock::system())?, &args).await,
        Command::Submissions(args) => {
            submissions::run(&Context::new(config, Clock::system())?, &args).await
        }
    }
}
