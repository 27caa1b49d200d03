//! A worker's lease on its queue, and what it does with the jobs it holds.
//!
//! Nothing here fails: while the database is away, each call waits for it to return.

use std::{sync::Arc, time::Duration};

use apalis_core::error::BoxDynError;
use clerk_base::observe::mask;
use uuid::Uuid;

use super::{
    claim::{Claim, Held},
    statements::{self, Outcome},
};
use crate::{
    db::{Pool, PooledConnection},
    error::{Result, StoreError},
    jobs::{JobFailure, JobState, Queue, Retry, Timing},
};

/// So many workers may die over a job before it is taken for the cause.
const MAX_DEATHS: i32 = 3;
/// Before a statement that the database failed is tried again; doubled for each further try.
const PAUSE: Duration = Duration::from_millis(100);
/// Between two tries at most.
const PAUSE_LIMIT: Duration = Duration::from_secs(5);

/// The lease of one worker on one queue.
#[derive(Clone)]
pub struct Lease {
    pool: Pool,
    queue: Queue,
    worker: Arc<str>,
    timing: Arc<Timing>,
    held: Held,
}

impl Lease {
    /// A lease that has yet to begin. Its worker's name is unique for ever, so that a worker that
    /// starts again is not mistaken for the one that died.
    #[must_use]
    pub fn new(pool: Pool, queue: Queue, timing: Arc<Timing>) -> Self {
        let worker = format!("{}:{}", queue.name(), Uuid::new_v4()).into();
        Self { pool, queue, worker, timing, held: Held::default() }
    }

    /// The queue it is for.
    #[must_use]
    pub fn queue(&self) -> Queue {
        self.queue
    }

    /// The worker's name, in `clerk.worker` and `clerk.job`.
    #[must_use]
    pub fn worker(&self) -> &str {
        &self.worker
    }

    /// The intervals in force.
    #[must_use]
    pub fn timing(&self) -> &Timing {
        &self.timing
    }

    /// Begins the lease, or makes it last from now.
    pub(super) async fn begin_lease(&self) {
        retry("renew the lease", || async {
            statements::heartbeat(&mut *self.db().await?, &self.worker).await?;
            Ok(())
        })
        .await;
    }

    /// The heartbeat. Takes the jobs of dead workers, makes the lease last from now, and returns jobs
    /// that were fetched for this worker when the answer was lost on the way.
    pub async fn heartbeat(&self) {
        let taken = retry("look for dead workers", || async {
            let (conn, death) = (&mut *self.db().await?, self.timing.death);
            Ok(statements::take_from_dead_workers(conn, &self.worker, death, MAX_DEATHS).await?)
        });
        for job in taken.await {
            let (job_id, deaths) = (job.id, job.deaths);
            let job_name = job.name.as_deref().unwrap_or("unknown");
            if job.state == JobState::Dead {
                tracing::error!(job_id, job = job_name, deaths, "job is dead: its worker died");
            } else {
                tracing::warn!(job_id, job = job_name, deaths, "job returned: its worker died");
            }
        }
        self.begin_lease().await;
        let lost = retry("return jobs", || async {
            let conn = &mut *self.db().await?;
            Ok(statements::give_back(conn, &self.worker, &self.held.ids()).await?)
        });
        match lost.await {
            0 => {}
            lost => tracing::warn!(lost, worker = %self.worker, "returned jobs fetched unawares"),
        }
    }

    /// Takes the next job that is due, if there is one.
    pub(super) async fn fetch(&self) -> Option<Claim> {
        let fetched = retry("fetch a job", || async {
            let (conn, death) = (&mut *self.db().await?, self.timing.death);
            Ok(statements::fetch(conn, self.queue.name(), &self.worker, death).await?)
        });
        let job = fetched.await.pop()?;
        Some(Claim::new(&self.held, job))
    }

    /// Counts the attempt; `false` when the job has been taken from this worker meanwhile.
    pub(super) async fn begin(&self, claim: &Claim) -> bool {
        let begun = retry("begin a job", || async {
            Ok(statements::begin(&mut *self.db().await?, &self.worker, claim).await?)
        });
        begun.await == 1
    }

    /// Records how an attempt went.
    pub(super) async fn finish(&self, claim: &Claim, result: &Result<(), BoxDynError>) {
        let outcome = self.judge(claim, result);
        let recorded = retry("record an outcome", || async {
            Ok(statements::finish(&mut *self.db().await?, &self.worker, claim, &outcome).await?)
        });
        let recorded = recorded.await == 1;
        match &outcome {
            Outcome::Done => tracing::info!("job done"),
            Outcome::Retry(seconds, error) => {
                tracing::warn!(error, retry_in = seconds.round(), "job failed, to be tried again");
            }
            Outcome::Dead(error) => tracing::error!(error, "job is dead"),
        }
        if !recorded {
            tracing::warn!("the job was no longer this worker's, or this was recorded before");
        }
    }

    fn judge(&self, claim: &Claim, result: &Result<(), BoxDynError>) -> Outcome {
        let Err(error) = result else { return Outcome::Done };
        // The row outlives the log, and commands show it.
        let reason = mask(&error.to_string());
        // What is no `JobFailure` is a panic.
        let retry = error.downcast_ref::<JobFailure>().map_or(Retry::Usual, |known| known.retry);
        if retry == Retry::Never || claim.attempt >= claim.max_attempts {
            return Outcome::Dead(reason);
        }
        let mut delay = self.timing.retry_delay(claim.attempt);
        if let Retry::After(after) = retry {
            delay = delay.max(after.min(self.timing.retry_limit));
        }
        Outcome::Retry(delay.as_secs_f64(), reason)
    }

    /// Returns jobs that were fetched and not begun.
    pub(super) async fn give_back(&self, claims: &[i64]) -> usize {
        let keep: Vec<_> = self.held.ids().into_iter().filter(|id| !claims.contains(id)).collect();
        retry("return jobs", || async {
            Ok(statements::give_back(&mut *self.db().await?, &self.worker, &keep).await?)
        })
        .await
    }

    /// Ends the lease: what the worker has not finished returns to the queue, with no attempt
    /// counted. Call it when nothing runs any more; a job that cannot be stopped keeps its row,
    /// and the lease then ends by itself.
    pub async fn end(&self) {
        let still_running = self.held.ids();
        let returned = self.give_back(&[]).await;
        if returned > 0 {
            tracing::info!(returned, queue = self.queue.name(), "returned unfinished jobs");
        }
        if still_running.is_empty() {
            retry("end the lease", || async {
                statements::end_lease(&mut *self.db().await?, &self.worker).await?;
                Ok(())
            })
            .await;
        }
    }

    /// Whether no job is in hand.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.held.ids().is_empty()
    }

    async fn db(&self) -> Result<PooledConnection> {
        self.pool.get().await.map_err(|error| StoreError::Connection(error.to_string()))
    }
}

/// Runs a statement until the database accepts it.
async fn retry<T, F>(what: &str, mut statement: impl FnMut() -> F) -> T
where
    F: Future<Output = Result<T>>,
{
    let mut pause = PAUSE;
    loop {
        match statement().await {
            Ok(value) => return value,
            Err(error) => tracing::warn!(%error, "could not {what}, trying again"),
        }
        tokio::time::sleep(pause).await;
        pause = PAUSE_LIMIT.min(pause * 2);
    }
}
