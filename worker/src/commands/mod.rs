//! The command line, one file per command.

mod migrate;
mod progress;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use clerk_shared::config::{Config, Source};

/// Clerk's worker and management commands. Settings come from environment variables.
#[derive(Debug, Parser)]
#[command(name = "clerk-worker", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Create, adopt or update the database.
    Migrate(migrate::Args),
}

/// Exit code for settings that cannot be used; clap uses the same for a wrong command line.
const UNUSABLE: u8 = 2;

/// Reads the command line and the settings, does what was asked, and tells how it went.
pub async fn main() -> ExitCode {
    let cli = Cli::parse();
    let config = match Config::read(&Source::process()) {
        Ok(config) => config,
        Err(problems) => {
            eprintln!("{problems}");
            return ExitCode::from(UNUSABLE);
        }
    };
    let result = match cli.command {
        Command::Migrate(args) => migrate::run(&config, &args).await,
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
