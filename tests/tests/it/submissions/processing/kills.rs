//! The worker killed with SIGKILL in the middle of processing, fifty times.

use std::{
    collections::BTreeSet,
    process::{Child, Stdio},
    time::Duration,
};

use clerk_store::jobs::Timing;
use clerk_tests::{answers, binaries};
use clerk_worker::{dispatch, runner};
use tokio::{
    sync::oneshot,
    time::{sleep, timeout},
};

use super::*;

const KILLS: usize = 50;
const TIMEOUT: Duration = Duration::from_secs(30);

/// A worker that does not outlive the test.
struct Worker(Child);

impl Worker {
    fn start(db: &TestDb) -> Self {
        let mut variables = db.variables();
        variables.push(("CLERK_OUTSIDE_URL".to_owned(), "http://127.0.0.1:9".to_owned()));
        let mut command = binaries::command(&binaries::clerk_worker(), variables);
        Self(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap())
    }

    /// SIGKILL.
    fn kill(mut self) {
        assert_eq!(self.0.try_wait().unwrap(), None, "the worker ended by itself");
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The processing jobs that a worker has begun, those of killed workers among them.
async fn running(db: &TestDb) -> BTreeSet<i64> {
    let sql = "SELECT id FROM clerk.job
        WHERE state = 'Running' AND payload ->> 'job' = 'process_submission'";
    db.query(sql, &[]).await.iter().map(|row| row.get(0)).collect()
}

/// Makes opening a case take a while, so that most kills meet a transaction under way.
async fn slow_down(db: &TestDb) {
    db.execute(
        "CREATE FUNCTION clerk.slow_down() RETURNS trigger LANGUAGE plpgsql AS
         $$BEGIN PERFORM pg_sleep(0.04); RETURN NEW; END$$",
        &[],
    )
    .await;
    for table in ["core_client", "core_issue"] {
        let sql = format!(
            "CREATE TRIGGER slow_down BEFORE INSERT ON {table}
             FOR EACH ROW EXECUTE FUNCTION clerk.slow_down()"
        );
        db.execute(&sql, &[]).await;
    }
}

#[tokio::test]
async fn every_submission_becomes_exactly_one_case() {
    let World { db, ctx, .. } = &world().await;
    slow_down(db).await;
    let mut submitted = 0;
    for kill in 0..KILLS {
        for _ in 0..2 {
            let email = format!("client{submitted}@example.org");
            submit(ctx, answers::repairs(&email, &[upload(db).await])).await;
            submitted += 1;
        }
        let before = running(db).await;
        let worker = Worker::start(db);
        let begun = async {
            while running(db).await.is_subset(&before) {
                sleep(Duration::from_millis(2)).await;
            }
        };
        timeout(TIMEOUT, begun).await.expect("the worker begins a job");
        sleep(Duration::from_millis(kill as u64 * 37 % 120)).await;
        worker.kill();
    }

    // As if the leases of the dead had run out.
    db.execute("UPDATE clerk.worker SET seen_at = now() - interval '1 hour'", &[]).await;
    let timing = Timing {
        heartbeat: Duration::from_millis(100),
        poll: Duration::from_millis(50),
        ..Timing::default()
    };
    let (stop, stopped) = oneshot::channel::<()>();
    let shutdown = async { stopped.await.unwrap_or(()) };
    let last = runner::run_with(ctx.clone(), timing, shutdown, dispatch);
    let done = async {
        let left = "SELECT count(*) FROM core_submission WHERE NOT is_processed";
        while db.value::<i64>(left, &[]).await > 0 || !running(db).await.is_empty() {
            sleep(Duration::from_millis(20)).await;
        }
        drop(stop);
    };
    let (ran, ended) = tokio::join!(last, timeout(TIMEOUT, done));
    ended.expect("every submission is processed");
    ran.unwrap();
    assert_each_once(db, submitted).await;
}

async fn assert_each_once(db: &TestDb, submitted: i64) {
    let killed: i64 = db.value("SELECT count(*) FROM clerk.job WHERE deaths > 0", &[]).await;
    assert!(killed > 0, "no kill met a job");
    let count = async |sql: &str| db.value::<i64>(sql, &[]).await;
    assert_eq!(count("SELECT count(DISTINCT submission_id) FROM core_issue").await, submitted);
    for table in ["core_issue", "core_client", "core_tenancy"] {
        assert_eq!(count(&format!("SELECT count(*) FROM {table}")).await, submitted, "{table}");
    }
    assert_eq!(count("SELECT count(*) FROM core_person").await, 2 * submitted);
    let uploads = "SELECT count(DISTINCT issue_id) FROM core_fileupload";
    assert_eq!(count(uploads).await, submitted);
    let gaps = "SELECT count(DISTINCT fileref) FROM core_issue
        WHERE substring(fileref FROM 2)::int BETWEEN 1 AND (SELECT count(*) FROM core_issue)";
    assert_eq!(count(gaps).await, submitted);
    for job in ["alert_new_case", "welcome_client", "set_up_case_folder"] {
        let sql = "SELECT count(*), count(DISTINCT payload ->> 'case') FROM clerk.job
            WHERE payload ->> 'job' = $1";
        let rows = db.query(sql, &[&job]).await;
        let jobs: (i64, i64) = (rows[0].get(0), rows[0].get(1));
        assert_eq!(jobs, (submitted, submitted), "{job}");
    }
}
