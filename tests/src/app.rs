//! The web application as it really runs, on a random port of loopback, over a database of its own.

use std::{net::TcpListener, path::PathBuf, sync::mpsc};

use chrono::{DateTime, Utc};
use clerk_base::{
    clock::Clock,
    config::{Config, Source},
};
use clerk_domain::Context;
use tempfile::TempDir;

use crate::TestDb;

/// The signing key of every test application.
pub const SECRET_KEY: &str = "test-secret-key";

/// A running web application. It stops when dropped.
pub struct TestApp {
    /// Its database.
    pub db: TestDb,
    /// Its context: the same configuration, pool, files, mailer and clock that the handlers use.
    pub ctx: Context,
    /// Where it listens: `http://127.0.0.1:PORT`.
    pub url: String,
    /// Its folder: `files/` and `mail/` are below.
    pub dir: TempDir,
    stop: Box<dyn Fn() + Send + Sync>,
}

/// What a [`TestApp`] is to be like.
#[derive(Default)]
pub struct Builder {
    db: Option<TestDb>,
    variables: Vec<(String, String)>,
    clock: Clock,
}

impl TestApp {
    /// An application over a migrated, otherwise empty database.
    pub async fn start() -> Self {
        Self::builder().start().await
    }

    /// To choose variables, clock or database.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The folder of stored files.
    pub fn files_dir(&self) -> PathBuf {
        self.dir.path().join("files")
    }

    /// The folder of mail "sent".
    pub fn mail_dir(&self) -> PathBuf {
        self.dir.path().join("mail")
    }
}

impl Builder {
    /// Sets a configuration variable; the last word counts.
    pub fn var(mut self, name: &str, value: impl ToString) -> Self {
        self.variables.push((name.to_owned(), value.to_string()));
        self
    }

    /// Stops the clock at an instant; `app.ctx.clock.set(..)` moves it.
    pub fn at(mut self, now: DateTime<Utc>) -> Self {
        self.clock = Clock::fixed(now);
        self
    }

    /// Uses this database instead of a fresh one.
    pub fn db(mut self, db: TestDb) -> Self {
        self.db = Some(db);
        self
    }

    /// Starts it.
    pub async fn start(self) -> TestApp {
        let db = match self.db {
            Some(db) => db,
            None => TestDb::migrated().await,
        };
        let dir = tempfile::tempdir().unwrap();
        let source: Source = variables(&db, &dir).into_iter().chain(self.variables).collect();
        let config = Config::read(&source).unwrap_or_else(|problems| panic!("{problems}"));
        let ctx = Context::new(config, self.clock).unwrap();
        let (url, stop) = serve(ctx.clone());
        TestApp { db, ctx, url, dir, stop }
    }
}

/// The variables of a test application, also of use to a child process.
pub fn variables(db: &TestDb, dir: &TempDir) -> Vec<(String, String)> {
    let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let mut variables = db.variables();
    variables.extend(
        [
            ("DJANGO_SETTINGS_MODULE", "clerk.settings.test".to_owned()),
            ("DJANGO_SECRET_KEY", SECRET_KEY.to_owned()),
            ("CLERK_DB_POOL_SIZE", "4".to_owned()),
            ("CLERK_HTTP_WORKERS", "2".to_owned()),
            ("CLERK_FILES_DIR", path("files")),
            ("CLERK_MAIL_DIR", path("mail")),
            ("GUNICORN_PORT", "0".to_owned()),
            // Nobody listens there: a test that calls outside brings its own stand-in.
            ("CLERK_OUTSIDE_URL", "http://127.0.0.1:9".to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value)),
    );
    variables
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
