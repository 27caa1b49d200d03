//! The HTTP server.

use std::{io, net::TcpListener};

use actix_web::{App, HttpServer, dev::Server, middleware::from_fn, web::Data};
use clerk_shared::Context;

use crate::{auth::session, routes};

/// Serves requests on a listener until the server is stopped.
///
/// # Errors
/// Fails when the listener is not usable.
pub fn serve(ctx: Context, listener: TcpListener) -> io::Result<Server> {
    let data = Data::new(ctx.clone());
    let mut server = HttpServer::new(move || {
        App::new()
            .app_data(data.clone())
            .configure(routes::configure)
            .wrap(from_fn(session::middleware))
    })
    .disable_signals();
    if let Some(workers) = ctx.config.web.workers {
        server = server.workers(workers);
    }
    Ok(server.listen(listener)?.run())
}
