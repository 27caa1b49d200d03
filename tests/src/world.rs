//! What a test runs in: a database of its own, a context on it, and fakes of all outside services.

use std::path::PathBuf;

use chrono::{DateTime, TimeDelta, Utc};
use clerk_base::{
    clock::Clock,
    config::{Config, Source},
};
use clerk_domain::Context;
use serde_json::Value;
use tempfile::TempDir;
use uuid::Uuid;

use crate::{FakeOutside, TestApp, TestDb, binaries, jobs};

/// Where [`Builder::stopped`] stops the clock: 1 pm on a Monday in Melbourne.
pub const NOW: &str = "2026-11-23T02:00:00Z";

/// The signing key of every world.
pub const SECRET_KEY: &str = "test-secret-key";

/// Mail through SendGrid, to any address.
pub const SENDGRID: [(&str, &str); 3] =
    [("CLERK_MAIL", "sendgrid"), ("SENDGRID_API_KEY", "test-key"), ("EMAIL_ALLOWED_DOMAINS", "*")];

/// A client at Microsoft.
pub const MICROSOFT: [(&str, &str); 5] = [
    ("AZURE_AD_CLIENT_ID", "client-id"),
    ("AZURE_AD_CLIENT_SECRET", "client-secret"),
    ("MS_GRAPH_GROUP_ID", "group"),
    ("MS_GRAPH_DRIVE_ID", "b!drive"),
    ("CASES_FOLDER_ID", "cases"),
];

/// A database, a context on it, and fakes of all outside services.
pub struct World {
    /// Its database.
    pub db: TestDb,
    /// Its context: configuration, pool, files, mailer and clock.
    pub ctx: Context,
    /// What plays SendGrid, Slack, Microsoft and Google.
    pub fake: FakeOutside,
    /// Its folder: `files/` and `mail/` are below.
    pub dir: TempDir,
    variables: Vec<(String, String)>,
}

/// What a [`World`] is to be like.
#[derive(Default)]
pub struct Builder {
    db: Option<TestDb>,
    clock: Clock,
    has_slack_channel: bool,
    variables: Vec<(String, String)>,
}

impl World {
    /// To choose variables, clock or database.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// A migrated, otherwise empty database at [`NOW`].
    pub async fn build() -> Self {
        Self::builder().stopped().build().await
    }

    /// The variables that its configuration was read from, for a child process.
    pub fn variables(&self) -> Vec<(String, String)> {
        self.variables.clone()
    }

    /// Another context on the same database and fakes, with more variables, and the same time on a
    /// clock of its own.
    pub fn context(&self, more: &[(&str, &str)]) -> Context {
        let more = more.iter().map(|(name, value)| ((*name).into(), (*value).into()));
        let source: Source = self.variables().into_iter().chain(more).collect();
        Context::new(Config::read(&source).unwrap(), Clock::fixed(self.now())).unwrap()
    }

    /// The time on its clock.
    pub fn now(&self) -> DateTime<Utc> {
        self.ctx.clock.now()
    }

    /// Lets time pass.
    pub fn pass(&self, time: TimeDelta) {
        self.ctx.clock.set(self.now() + time);
    }

    /// A run of `clerk-worker` with the same variables, not started yet.
    pub fn worker(&self, arguments: &[&str]) -> std::process::Command {
        let mut command = binaries::command(&binaries::clerk_worker(), self.variables());
        command.args(arguments);
        command
    }

    /// Runs a command of `clerk-worker` to its end: whether it succeeded, and its output.
    pub fn run_worker(&self, arguments: &[&str]) -> (bool, String) {
        let output = self.worker(arguments).output().unwrap();
        (output.status.success(), binaries::text(&output))
    }

    /// Runs jobs until none is due, and insists that all of them succeeded.
    pub async fn drain(&self) {
        jobs::drain_all(&self.ctx, &self.db).await;
    }

    /// The payloads of the jobs that wait, oldest first.
    pub async fn jobs(&self) -> Vec<Value> {
        jobs::pending(&self.db).await.into_iter().map(|(_, payload)| payload).collect()
    }

    /// How many rows a table has.
    pub async fn count(&self, table: &str) -> i64 {
        self.db.value(&format!("SELECT count(*) FROM {table}"), &[]).await
    }

    /// The folder of stored files.
    pub fn files_dir(&self) -> PathBuf {
        self.dir.path().join("files")
    }

    /// The messages in the mail folder with their file names, in the order they were sent.
    pub fn mail_folder(&self) -> Vec<(String, String)> {
        let Ok(folder) = std::fs::read_dir(self.dir.path().join("mail")) else {
            return Vec::new();
        };
        let mut mails: Vec<_> = folder
            .map(|entry| {
                let path = entry.unwrap().path();
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                (name, std::fs::read_to_string(path).unwrap())
            })
            .collect();
        mails.sort();
        mails
    }

    /// The state of an email.
    pub async fn email_state(&self, email: i32) -> String {
        self.db.value("SELECT state FROM emails_email WHERE id = $1", &[&email]).await
    }

    /// The states of the attempts at an email, oldest first.
    pub async fn attempts(&self, email: i32) -> Vec<String> {
        let sql = "SELECT state FROM clerk.email_attempt WHERE email_id = $1 ORDER BY created_at";
        self.db.query(sql, &[&email]).await.iter().map(|row| row.get(0)).collect()
    }

    /// The only attempt at an email.
    pub async fn attempt(&self, email: i32) -> Uuid {
        self.db.value("SELECT id FROM clerk.email_attempt WHERE email_id = $1", &[&email]).await
    }

    /// The messages to the channel on Slack.
    pub fn slack_posts(&self) -> Vec<String> {
        let calls = self.fake.calls_to("hooks.slack.com");
        calls.iter().map(|call| call.json()["text"].as_str().unwrap().to_owned()).collect()
    }
}

impl Builder {
    /// Uses this database instead of a fresh one.
    pub fn db(mut self, db: TestDb) -> Self {
        self.db = Some(db);
        self
    }

    /// Sets a configuration variable. When one is set twice, the last value counts.
    pub fn var(mut self, name: &str, value: impl ToString) -> Self {
        self.variables.push((name.to_owned(), value.to_string()));
        self
    }

    /// Sets several variables.
    pub fn vars<N: AsRef<str>, V: ToString>(self, variables: &[(N, V)]) -> Self {
        variables
            .iter()
            .fold(self, |builder, (name, value)| builder.var(name.as_ref(), value.to_string()))
    }

    /// Stops the clock at an instant; `ctx.clock.set(..)` moves it.
    pub fn at(mut self, now: DateTime<Utc>) -> Self {
        self.clock = Clock::fixed(now);
        self
    }

    /// Stops the clock at [`NOW`].
    pub fn stopped(self) -> Self {
        self.at(NOW.parse().unwrap())
    }

    /// With mail through SendGrid, to any address.
    pub fn sendgrid(self) -> Self {
        self.vars(&SENDGRID)
    }

    /// With a channel on Slack.
    pub fn slack_channel(mut self) -> Self {
        self.has_slack_channel = true;
        self
    }

    /// With a client at Microsoft.
    pub fn microsoft(self) -> Self {
        self.vars(&MICROSOFT)
    }

    /// The world without a web server.
    pub async fn build(self) -> World {
        let db = match self.db {
            Some(db) => db,
            None => TestDb::migrated().await,
        };
        let dir = tempfile::tempdir().unwrap();
        let fake = FakeOutside::start().await;
        let mut variables = base_variables(&db, &dir);
        variables.push(("CLERK_OUTSIDE_URL".to_owned(), fake.url()));
        variables.extend(self.variables);
        let source: Source = variables.iter().cloned().collect();
        let config = Config::read(&source).unwrap_or_else(|problems| panic!("{problems}"));
        let ctx = Context::new(config, self.clock).unwrap();
        if self.has_slack_channel {
            let hook = "https://hooks.slack.com/services/T/B/x";
            db.execute("UPDATE slack_slackchannel SET webhook_url = $1", &[&hook]).await;
        }
        World { db, ctx, fake, dir, variables }
    }

    /// The world with the web application in it.
    pub async fn start(mut self) -> TestApp {
        self.variables.splice(0..0, server_variables());
        TestApp::serve(self.build().await)
    }
}

fn base_variables(db: &TestDb, dir: &TempDir) -> Vec<(String, String)> {
    let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let mut variables = db.variables();
    variables.extend(
        [
            ("DJANGO_SETTINGS_MODULE", "clerk.settings.test".to_owned()),
            ("DJANGO_SECRET_KEY", SECRET_KEY.to_owned()),
            ("CLERK_FILES_DIR", path("files")),
            ("CLERK_MAIL_DIR", path("mail")),
            ("GUNICORN_PORT", "0".to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value)),
    );
    variables
}

fn server_variables() -> [(String, String); 2] {
    [("CLERK_DB_POOL_SIZE", "4"), ("CLERK_HTTP_WORKERS", "2")]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
}

/// The variables of a program that runs by itself over a database. It reaches no outside service.
pub fn variables(db: &TestDb, dir: &TempDir) -> Vec<(String, String)> {
    let mut variables = base_variables(db, dir);
    variables.extend(server_variables());
    // Nothing listens on that port.
    variables.push(("CLERK_OUTSIDE_URL".to_owned(), "http://127.0.0.1:9".to_owned()));
    variables
}
