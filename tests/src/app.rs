//! The web application as it really runs, on a random port of loopback, in a world of its own.

use std::{net::TcpListener, ops::Deref, sync::mpsc};

use clerk_domain::Context;

use crate::{World, world::Builder};

/// A world with a running web application. It stops when dropped.
pub struct TestApp {
    /// Where it listens: `http://127.0.0.1:PORT`.
    pub url: String,
    stop: Box<dyn Fn() + Send + Sync>,
    world: World,
}

impl TestApp {
    /// An application over a migrated, otherwise empty database.
    pub async fn start() -> Self {
        World::builder().start().await
    }

    /// To choose variables, clock or database.
    pub fn builder() -> Builder {
        World::builder()
    }

    pub(crate) fn serve(world: World) -> Self {
        let (url, stop) = serve(world.ctx.clone());
        Self { url, stop, world }
    }
}

impl Deref for TestApp {
    type Target = World;

    fn deref(&self) -> &World {
        &self.world
    }
}

/// Serves in a thread of its own, so that a test that blocks does not stop the server.
fn serve(ctx: Context) -> (String, Box<dyn Fn() + Send + Sync>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (started, start) = mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async move {
            let server = clerk_web::serve(ctx, listener).unwrap();
            started.send(server.handle()).unwrap();
            server.await.unwrap();
        });
    });
    let handle = start.recv().unwrap();
    (url, Box::new(move || drop(handle.stop(false))))
}

impl Drop for TestApp {
    fn drop(&mut self) {
        (self.stop)();
    }
}
