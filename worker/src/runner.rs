//! Runs jobs: one apalis worker for each queue. Only this module and the queue itself know apalis.

use std::{
    any::Any,
    pin::Pin,
    sync::Arc,
    task::{self, Poll},
    time::Duration,
};

use apalis::{
    layers::{
        catch_panic::{CatchPanicLayer, PanicError},
        tracing::TraceLayer,
    },
    prelude::{ParallelizeExt, Task, WorkerBuilder, WorkerBuilderExt, WorkerError},
};
use clerk_base::{config::DatabaseConfig, observe::with_origin};
use clerk_domain::{Context, DomainError, error::Result};
use clerk_store::{
    db,
    jobs::{
        Job, JobFailure, Queue, Timing,
        backend::{Claim, Lease, QueueBackend, Record, Wake},
        health::{Health, health},
    },
};
use clerk_workflows::operations;
use futures_util::{
    FutureExt,
    future::{BoxFuture, Shared, join_all},
};
use tokio::task::{JoinError, JoinHandle};

use crate::{dispatch, schedule};

/// Connections that the queue keeps for itself, so that jobs which hold all others cannot cost the
/// worker its lease.
const CONNECTIONS: usize = 3;
/// How long aborted jobs may take to end.
const ABORT_TIMEOUT: Duration = Duration::from_secs(5);

/// Runs jobs and keeps the timetable until `shutdown`; then lets running jobs end, for as long as
/// `timing.drain` says, and returns the rest to the queue.
///
/// # Errors
/// Fails when the connections cannot be set up; a database that is away is waited for.
pub async fn run(
    ctx: Context,
    timing: Timing,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<()> {
    let timetable = schedule::keep(&ctx, timing.schedule);
    let metrics = operations::serve_metrics(ctx.clone());
    let jobs = work_until(ctx.clone(), timing.clone(), shutdown, dispatch, true);
    tokio::select! {
        result = jobs => result,
        () = timetable => Ok(()),
        result = metrics => result.map_err(|error| DomainError::Fatal(error.to_string())),
    }
}

/// Like [`run`], with a handler of the caller's for every job, and no timetable.
///
/// # Errors
/// Fails when the connections cannot be set up.
pub async fn run_with<H, F>(
    ctx: Context,
    timing: Timing,
    shutdown: impl Future<Output = ()> + Send + 'static,
    handler: H,
) -> Result<()>
where
    H: Fn(Context, Job) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Result<()>> + Send + 'static,
{
    work_until(ctx, timing, shutdown, handler, false).await
}

/// Works until `shutdown`, with or without a heartbeat for health checks and monitors.
async fn work_until<H, F>(
    ctx: Context,
    timing: Timing,
    shutdown: impl Future<Output = ()> + Send + 'static,
    handler: H,
    with_heartbeat: bool,
) -> Result<()>
where
    H: Fn(Context, Job) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Result<()>> + Send + 'static,
{
    let own = DatabaseConfig { pool_size: CONNECTIONS, ..ctx.config.database.clone() };
    let pool = db::pool(&own).map_err(|error| DomainError::Fatal(error.to_string()))?;
    let (timing, wake) = (Arc::new(timing), Wake::default());
    let leases = Queue::ALL.map(|queue| Lease::new(pool.clone(), queue, timing.clone()));

    let names: Vec<String> = leases.iter().map(|lease| lease.worker().to_owned()).collect();
    let shutdown: Shutdown = shutdown.boxed().shared();
    let workers = leases.each_ref().map(|lease| {
        let backend = QueueBackend::new(lease.clone(), wake.clone());
        work(lease.clone(), backend, ctx.clone(), handler.clone(), shutdown.clone())
    });
    tokio::select! {
        _ = join_all(workers) => {}
        () = drain(&leases, &timing, shutdown) => tracing::warn!("stopping unfinished jobs"),
        () = wake.listen(db::options(&own)) => {}
        () = operations::heartbeat(&ctx, &names, timing.death), if with_heartbeat => {}
    }
    // What still ran was aborted when its worker was dropped just now.
    let idle = async {
        while !leases.iter().all(Lease::is_idle) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let _ = tokio::time::timeout(ABORT_TIMEOUT, idle).await;
    let end = join_all(leases.iter().map(Lease::end));
    if tokio::time::timeout(ABORT_TIMEOUT, end).await.is_err() {
        tracing::warn!("the database is away; unfinished jobs return when the leases run out");
    }
    Ok(())
}

type Shutdown = Shared<Pin<Box<dyn Future<Output = ()> + Send>>>;

/// Runs the jobs of one queue. The first layer is the outermost.
fn work<H, F>(
    lease: Lease,
    backend: QueueBackend,
    ctx: Context,
    handler: H,
    shutdown: Shutdown,
) -> BoxFuture<'static, ()>
where
    H: Fn(Context, Job) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Result<()>> + Send + 'static,
{
    let worker = WorkerBuilder::new(lease.worker())
        .backend(backend)
        .concurrency(lease.queue().concurrency())
        .parallelize(spawn)
        .layer(TraceLayer::new().make_span_with(span).on_failure(()))
        .layer(Record::new(lease.clone()))
        .layer(CatchPanicLayer::with_panic_handler(describe_panic))
        .build(move |claim: Claim| {
            let (ctx, handler) = (ctx.clone(), handler.clone());
            async move {
                let job = claim.job().map_err(JobFailure::from)?;
                with_origin(claim.origin, handler(ctx, job)).await.map_err(JobFailure::from)
            }
        });
    let stopped = worker.run_until(shutdown.map(Ok::<_, WorkerError>));
    stopped
        .map(move |result| {
            if let Err(error) = result {
                let queue = lease.queue().name();
                tracing::error!(%error, queue, "the worker of a queue has ended");
            }
        })
        .boxed()
}

/// After the signal, keeps the leases until the time for draining is over.
async fn drain(leases: &[Lease], timing: &Timing, shutdown: Shutdown) {
    shutdown.await;
    tracing::info!("stopping");
    let keep = async {
        loop {
            join_all(leases.iter().map(Lease::heartbeat)).await;
            tokio::time::sleep(timing.heartbeat).await;
        }
    };
    let _: Result<(), _> = tokio::time::timeout(timing.drain, keep).await;
}

fn span(task: &Task<Claim>) -> tracing::Span {
    let claim = &task.args;
    let request_id = claim.origin.map(tracing::field::display);
    let (job_id, job, attempt) = (claim.id, claim.name(), claim.attempt);
    tracing::info_span!("job", job_id, job, attempt, request_id)
}

fn describe_panic(panic: &Box<dyn Any + Send>) -> PanicError {
    let text = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    PanicError(text.unwrap_or("no message").to_owned())
}

/// Runs a job as a task of its own, so that one which blocks its thread does not stop heartbeats.
fn spawn<F>(job: F) -> AbortOnDrop<F::Output>
where
    F: Future<Output: Send> + Send + 'static,
{
    #[expect(clippy::disallowed_methods, reason = "the one place that spawns jobs")]
    AbortOnDrop(tokio::spawn(job))
}

/// A task that is aborted when this is dropped.
struct AbortOnDrop<T>(JoinHandle<T>);

impl<T> Future for AbortOnDrop<T> {
    type Output = Result<T, JoinError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Self::Output> {
        self.0.poll_unpin(cx)
    }
}

impl<T> Drop for AbortOnDrop<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// How long [`run_until_idle`] works at most.
const IDLE_TIMEOUT: Duration = Duration::from_secs(60);

/// Runs real workers until no job is due and none is in hand. Jobs that failed and wait for their
/// next attempt are left, as `scheduled`. For tests and demos.
///
/// # Errors
/// [`DomainError::Fatal`] when there is still work after a minute.
pub async fn run_until_idle(ctx: &Context) -> Result<Health> {
    let timing = Timing { poll: Duration::from_millis(50), ..Timing::default() };
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let jobs = run_with(ctx.clone(), timing, stopped.map(|_| ()), dispatch);
    let watch = async {
        let health = tokio::time::timeout(IDLE_TIMEOUT, idle(ctx))
            .await
            .unwrap_or_else(|_| Err(DomainError::Fatal("jobs still run after a minute".into())));
        drop(stop);
        health
    };
    let (ran, health) = tokio::join!(jobs, watch);
    ran.and(health)
}

async fn idle(ctx: &Context) -> Result<Health> {
    loop {
        let now = health(&mut *ctx.db().await?).await?;
        if now.waiting == 0 && now.running == 0 {
            return Ok(now);
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
