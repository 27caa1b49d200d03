//! The HTTP server.

use std::{io, net::TcpListener};

use actix_web::{
    App, HttpServer,
    dev::Server,
    middleware::{Compress, from_fn},
    web::{Data, to},
};
use clerk_domain::Context;

use crate::{
    auth::{csrf, session},
    edge::{self, Edge, fallback},
    extract, openapi,
    rate_limit::Limits,
    routes,
    stopping::Stopping,
};

/// Seconds that requests under way have when the server stops.
const SHUTDOWN_SECONDS: u64 = 30;

/// Serves requests on a listener until the server is stopped through its handle; signals are for the
/// caller to watch.
///
/// # Errors
/// Fails when the listener or the configuration is not usable.
pub fn serve(ctx: Context, listener: TcpListener) -> io::Result<Server> {
    serve_until(ctx, listener, Stopping::default())
}

/// The same, with a way to say beforehand that the server is about to stop.
pub fn serve_until(ctx: Context, listener: TcpListener, stopping: Stopping) -> io::Result<Server> {
    let workers = ctx.config.web.workers;
    let edge = Data::new(Edge::new(&ctx.config.web)?);
    let limits = Data::new(Limits::new(&ctx.config.intake, &ctx.clock));
    let stopping = Data::new(stopping);
    let document = Data::new(openapi::document());
    let ctx = Data::new(ctx);
    // The last wrapped comes first.
    let mut server = HttpServer::new(move || {
        App::new()
            .app_data(ctx.clone())
            .app_data(edge.clone())
            .app_data(limits.clone())
            .app_data(stopping.clone())
            .app_data(document.clone())
            .configure(extract::configure)
            .configure(routes::configure)
            .default_service(to(fallback::fallback))
            .wrap(from_fn(csrf::middleware))
            .wrap(from_fn(session::middleware))
            .wrap(from_fn(edge::middleware))
            .wrap(Compress::default())
    })
    .disable_signals()
    .shutdown_timeout(SHUTDOWN_SECONDS);
    if let Some(workers) = workers {
        server = server.workers(workers);
    }
    Ok(server.listen(listener)?.run())
}
