//! The job queue: nothing is lost, nothing runs twice at a time.

mod clean_up;
mod deaths;
mod payloads;
mod process;
mod queue;
mod retries;
mod shutdown;
mod timetable;
mod workers;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use clerk_domain::{Context, error::Result};
use clerk_store::jobs::{Job, Timing};
use clerk_tests::{TestDb, World};
use clerk_worker::runner;
use tokio::{sync::oneshot, task::JoinHandle};

/// A world whose clock runs.
async fn world() -> World {
    World::builder().build().await
}

/// Short intervals, but none so short that a busy machine could be taken for a dead worker.
fn brisk() -> Timing {
    Timing {
        heartbeat: Duration::from_millis(100),
        death: Duration::from_secs(20),
        poll: Duration::from_millis(50),
        retry: Duration::from_millis(20),
        retry_limit: Duration::from_secs(3600),
        drain: Duration::from_secs(10),
        schedule: Duration::from_millis(50),
    }
}

/// A job that artificial handlers recognise by its number.
fn job(number: i32) -> Job {
    Job::SendEmail { email: number }
}

/// Real workers with an artificial handler.
struct Workers {
    stop: oneshot::Sender<()>,
    task: JoinHandle<Result<()>>,
}

impl Workers {
    fn start<H, F>(ctx: &Context, timing: Timing, handler: H) -> Self
    where
        H: Fn(Job) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Result<()>> + Send + 'static,
    {
        let (stop, stopped) = oneshot::channel::<()>();
        let shutdown = async { drop(stopped.await) };
        let handler = move |_: Context, job: Job| handler(job);
        #[expect(clippy::disallowed_methods, reason = "stands for a process")]
        let task = tokio::spawn(runner::run_with(ctx.clone(), timing, shutdown, handler));
        Self { stop, task }
    }

    /// As SIGTERM does.
    async fn stop(self) {
        self.stop.send(()).unwrap();
        self.task.await.unwrap().unwrap();
    }

    /// As SIGKILL does: nothing is tidied up. The others then find the worker dead.
    async fn kill(self, db: &TestDb) {
        let names = db.query("SELECT name FROM clerk.worker", &[]).await;
        self.task.abort();
        assert!(self.task.await.unwrap_err().is_cancelled());
        for row in names {
            db.execute(
                "UPDATE clerk.worker SET seen_at = seen_at - interval '1 hour' WHERE name = $1",
                &[&row.get::<_, String>(0)],
            )
            .await;
        }
    }
}

/// Counts what ran.
#[derive(Clone, Default)]
struct Runs(Arc<Mutex<BTreeMap<i32, u32>>>);

impl Runs {
    /// Notes a run, and returns which one of this job it is, from 1.
    fn note(&self, job: &Job) -> u32 {
        let mut runs = self.0.lock().unwrap();
        let count = runs.entry(number(job)).or_default();
        *count += 1;
        *count
    }

    fn of(&self, number: i32) -> u32 {
        self.0.lock().unwrap().get(&number).copied().unwrap_or_default()
    }
}

fn number(job: &Job) -> i32 {
    match job {
        Job::SendEmail { email } => *email,
        _ => panic!("not an artificial job: {job:?}"),
    }
}

/// Waits until a query that returns a boolean says yes.
async fn until(db: &TestDb, sql: &str) {
    for _ in 0..1500 {
        if db.value::<Option<bool>>(sql, &[]).await == Some(true) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let rows = db
        .query("SELECT row_to_json(job)::text FROM clerk.job UNION ALL SELECT row_to_json(worker)::text FROM clerk.worker", &[])
        .await;
    let rows: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    panic!("this did not come true in 30 s: {sql}\n{rows:#?}");
}

async fn until_state(db: &TestDb, state: &str) {
    until(db, &format!("SELECT count(*) > 0 AND bool_and(state = '{state}') FROM clerk.job")).await;
}
