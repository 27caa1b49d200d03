//! The real binary, started, asked to stop, and killed.
//!
//! The slow job is a clean-up that waits for a table which the test has locked.

use std::process::{Command, Stdio};

use clerk_store::jobs::Job;
use clerk_tests::{TestDb, World, binaries, cluster::Cluster, jobs};
use tokio_postgres::NoTls;

use super::{until, until_state, world};

fn command(db: &TestDb, arguments: &[&str]) -> Command {
    let mut command = binaries::command(&binaries::clerk_worker(), db.variables());
    command.args(arguments);
    command
}

/// A process that does not outlive the test.
struct Process(std::process::Child);

impl Process {
    fn start(db: &TestDb) -> Self {
        Self(command(db, &[]).stdout(Stdio::piped()).spawn().unwrap())
    }

    fn signal(&self, name: &str) {
        let pid = self.0.id().to_string();
        assert!(Command::new("kill").args([name, &pid]).status().unwrap().success());
    }

    /// Waits for the end: exit code and log.
    async fn ended(mut self) -> (Option<i32>, String) {
        let mut out = self.0.stdout.take().unwrap();
        let read = move || {
            let mut text = String::new();
            std::io::Read::read_to_string(&mut out, &mut text).unwrap();
            text
        };
        let log = tokio::task::spawn_blocking(read).await.unwrap();
        (self.0.wait().unwrap().code(), log)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A connection that keeps the sessions from being written until it is dropped.
async fn lock_sessions(db: &TestDb) -> tokio_postgres::Client {
    let (client, connection) = Cluster::get().options(&db.name).connect(NoTls).await.unwrap();
    #[expect(clippy::disallowed_methods, reason = "drives the connection of a test")]
    tokio::spawn(connection);
    client.batch_execute("BEGIN; LOCK TABLE django_session IN EXCLUSIVE MODE").await.unwrap();
    client
}

#[tokio::test]
async fn after_kill_9_and_a_restart_the_job_runs_once_more() {
    let World { db, ctx, .. } = &world().await;
    let lock = lock_sessions(db).await;
    jobs::enqueue(ctx, &Job::CleanUp).await;
    let process = Process::start(db);
    until_state(db, "Running").await;
    process.signal("-KILL");
    assert_eq!(process.ended().await.0, None);
    let before = jobs::only_job(db).await;
    assert_eq!((before.state.as_str(), before.attempts), ("Running", 1));

    // Not to wait 45 s, the dead worker's last heartbeat is moved into the past.
    db.execute("UPDATE clerk.worker SET seen_at = seen_at - interval '1 minute'", &[]).await;
    drop(lock);
    let process = Process::start(db);
    until_state(db, "Done").await;
    let after = jobs::only_job(db).await;
    assert_eq!((after.attempts, after.deaths), (2, 1));
    process.signal("-TERM");
    assert_eq!(process.ended().await.0, Some(0));
    assert_eq!(jobs::only_job(db).await, after);
}

#[tokio::test]
async fn sigterm_lets_the_running_job_end() {
    let World { db, ctx, .. } = &world().await;
    let lock = lock_sessions(db).await;
    jobs::enqueue(ctx, &Job::CleanUp).await;
    let process = Process::start(db);
    until_state(db, "Running").await;
    process.signal("-TERM");
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert_eq!(jobs::only_job(db).await.state, "Running");
    drop(lock);
    let (code, log) = process.ended().await;
    assert_eq!(code, Some(0), "{log}");
    let row = jobs::only_job(db).await;
    assert_eq!((row.state.as_str(), row.attempts), ("Done", 1), "{log}");
    assert_eq!(db.value::<i64>("SELECT count(*) FROM clerk.worker", &[]).await, 0);
}

#[tokio::test]
async fn a_dead_job_is_an_error_in_the_log_and_can_be_replayed_from_the_command_line() {
    let db = TestDb::migrated().await;
    let id: i64 = db
        .value(
            r#"INSERT INTO clerk.job (queue, payload, max_attempts)
               VALUES ('core', '{"job": "brew_tea", "cups": 2}', 5) RETURNING id"#,
            &[],
        )
        .await;
    let process = Process::start(&db);
    until_state(&db, "Dead").await;
    process.signal("-TERM");
    let (_, log) = process.ended().await;
    let line = log.lines().find(|line| line.contains("ERROR")).expect(&log);
    assert!(line.contains("brew_tea") && line.contains(&format!("job_id={id}")), "{line}");

    let run = |arguments: &[&str]| {
        let output = command(&db, arguments).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let (code, table) = run(&["jobs", "list", "--state", "Dead"]);
    assert_eq!(code, Some(0));
    assert!(table.contains(&id.to_string()) && table.contains("brew_tea cups=2"), "{table}");
    assert_eq!(run(&["jobs", "replay", &id.to_string()]).0, Some(0));
    until(&db, "SELECT state = 'Pending' AND attempts = 0 FROM clerk.job").await;
    assert_eq!(run(&["jobs", "replay", &id.to_string()]).0, Some(1));
}
