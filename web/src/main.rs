//! `clerk-web`: migrates the database, then serves requests until SIGTERM or SIGINT.

use std::{io, net::TcpListener, process::ExitCode};

use clap::Parser;
use clerk_shared::{
    Context,
    clock::Clock,
    config::{Config, Source},
    db, logging,
};
use tokio::signal::unix::{SignalKind, signal};

/// Clerk's web server. The configuration comes from environment variables; without any, it serves a
/// development copy on http://127.0.0.1:8000 from the checkout's private PostgreSQL (see README.md).
#[derive(Parser)]
#[command(name = "clerk-web", version)]
struct Arguments {}

/// The status for a configuration that is not usable.
const EXIT_CONFIGURATION: u8 = 2;

fn main() -> ExitCode {
    let Arguments {} = Arguments::parse();
    let config = match Config::read(&Source::process()) {
        Ok(config) => config,
        Err(problems) => {
            eprintln!("clerk-web: {problems}");
            return ExitCode::from(EXIT_CONFIGURATION);
        }
    };
    logging::init(&config.log);
    let run = async {
        db::migrate(db::options(&config.database)).await.map_err(|error| error.to_string())?;
        let ctx = Context::new(config, Clock::system()).map_err(|error| error.to_string())?;
        serve(ctx).await.map_err(|error| error.to_string())
    };
    match actix_web::rt::System::new().block_on(run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("clerk-web: {reason}");
            tracing::error!(reason, "clerk-web stopped");
            ExitCode::FAILURE
        }
    }
}

async fn serve(ctx: Context) -> io::Result<()> {
    let web = &ctx.config.web;
    let listener = TcpListener::bind((web.bind.as_str(), web.port)).map_err(|error| {
        io::Error::other(format!("cannot listen on {}:{}: {error}", web.bind, web.port))
    })?;
    let address = listener.local_addr()?;
    if ctx.config.environment.is_deployed() && ctx.config.inbound.event_keys.is_empty() {
        tracing::warn!("delivery events are not verified: CLERK_SENDGRID_EVENT_KEYS is not set");
    }
    let (mut terminate, mut interrupt) =
        (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let server = clerk_web::serve(ctx, listener)?;
    let handle = server.handle();
    // Scripts wait for this line to learn the port.
    println!("clerk-web listening on http://{address}");
    let stop = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping: finishing the requests under way");
        handle.stop(true).await;
    };
    let (outcome, ()) = tokio::join!(server, stop);
    outcome
}
