//! `clerk-web`: migrates the database, then serves requests until SIGTERM or SIGINT.

use std::{
    io::{self, Write},
    net::TcpListener,
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

use clap::{Parser, Subcommand};
use clerk_base::{
    clock::Clock,
    config::{Config, Source},
    observe,
};
use clerk_domain::Context;
use clerk_services::sentry::reporter;
use clerk_store::db;
use clerk_workflows::operations;
use tokio::signal::unix::{Signal, SignalKind, signal};

use clerk_web::stopping::Stopping;

/// Clerk's web server. The configuration comes from environment variables; without any, it serves a
/// development copy on http://127.0.0.1:8000 from the checkout's private PostgreSQL (see README.md).
#[derive(Parser)]
#[command(name = "clerk-web", version)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Ask the server that runs on this machine whether it can answer requests. Status 0: it can. For
    /// the health checks of containers; whether a worker runs does not matter here.
    Health,
}

const PROGRAM: &str = "clerk-web";
/// The status for a configuration that is not usable.
const EXIT_CONFIGURATION: u8 = 2;

fn main() -> ExitCode {
    let Arguments { command } = Arguments::parse();
    let config = match Config::read(&Source::process()) {
        Ok(config) => config,
        Err(problems) => {
            eprintln!("clerk-web: {problems}");
            return ExitCode::from(EXIT_CONFIGURATION);
        }
    };
    if let Some(Command::Health) = command {
        return health(config.web.port);
    }
    let observed = match reporter(&config, PROGRAM)
        .and_then(|reporter| observe::init(&config, PROGRAM, reporter))
    {
        Ok(observed) => observed,
        Err(problem) => {
            eprintln!("clerk-web: the configuration is not usable:\n  - {problem}");
            return ExitCode::from(EXIT_CONFIGURATION);
        }
    };
    let outcome = actix_web::rt::System::new().block_on(run(config));
    if let Err(reason) = &outcome {
        // Standard error is kept with the log.
        eprintln!("clerk-web: {}", observe::mask(reason));
        tracing::error!(reason, "clerk-web stopped");
    }
    drop(observed);
    if outcome.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn health(port: u16) -> ExitCode {
    match observe::ask_health(port, "/readyz") {
        Ok(answer)
            if answer.contains(r#""database":"ok""#) && answer.contains(r#""migrations":"ok""#) =>
        {
            ExitCode::SUCCESS
        }
        Ok(answer) => {
            eprintln!("{}", answer.lines().last().unwrap_or_default());
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("no answer on port {port}: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(config: Arc<Config>) -> Result<(), String> {
    db::migrate(db::options(&config.database)).await.map_err(|error| error.to_string())?;
    let ctx = Context::new(config, Clock::system()).map_err(|error| error.to_string())?;
    let metrics = operations::serve_metrics(ctx.clone());
    tokio::select! {
        outcome = serve(ctx) => outcome.map_err(|error| error.to_string()),
        outcome = metrics => outcome.map_err(|error| error.to_string()),
    }
}

async fn serve(ctx: Context) -> io::Result<()> {
    let web = &ctx.config.web;
    let listener = TcpListener::bind((web.bind.as_str(), web.port)).map_err(|error| {
        io::Error::other(format!("cannot listen on {}:{}: {error}", web.bind, web.port))
    })?;
    let address = listener.local_addr()?;
    let pause = Duration::from_secs(web.shutdown_pause);
    if ctx.config.environment.is_deployed() && ctx.config.inbound.event_keys.is_empty() {
        tracing::warn!("delivery events are not verified: CLERK_SENDGRID_EVENT_KEYS is not set");
    }
    let signals = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let stopping = Stopping::default();
    let server = clerk_web::serve_until(ctx, listener, stopping.clone())?;
    let handle = server.handle();
    // Scripts wait for this line to learn the port. Without a reader it does not matter.
    let _ = writeln!(io::stdout(), "clerk-web listening on http://{address}");
    let stop = async move {
        let mut signals = signals;
        received(&mut signals).await;
        stopping.begin();
        tracing::info!(seconds = pause.as_secs(), "stopping: still taking requests for a while");
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = received(&mut signals) => {}
        }
        tracing::info!("stopping: finishing the requests under way");
        tokio::select! {
            () = handle.stop(true) => {}
            () = received(&mut signals) => handle.stop(false).await,
        }
    };
    let (outcome, ()) = tokio::join!(server, stop);
    outcome
}

/// Waits for a signal that stops the process.
async fn received((terminate, interrupt): &mut (Signal, Signal)) {
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}
