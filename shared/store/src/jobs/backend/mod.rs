//! The queue as a backend of apalis: rows of `clerk.job`, held under a lease.
//!
//! A job is `Pending` until a worker fetches it, `Queued` until that worker begins it, `Running`
//! until it ends, then `Done`, `Dead`, or `Pending` again. Only the worker named in the row moves
//! it on, and only from the state and attempt that it knows, so a worker that was taken for dead
//! cannot disturb its successor.

mod claim;
mod lease;
mod persistence;
mod record;
mod statements;
mod wake;

use std::{
    convert::Infallible,
    task::{Context, Poll, ready},
};

use apalis_core::{
    backend::{
        Backend, BackendConfig,
        finalize::Ephemeral,
        persistence::{Persisted, State},
    },
    layers::Identity,
    task::{Task, task_id::TaskId},
    worker::context::WorkerContext,
};
use futures_util::{FutureExt, future::BoxFuture};

pub use claim::Claim;
pub use lease::Lease;
pub use record::Record;
pub use wake::Wake;

use super::Timing;

/// Feeds the jobs of one queue to one apalis worker.
pub struct QueueBackend {
    jobs: Persisted<Lease>,
    wake: Wake,
    /// Set while the queue was last found empty. Nothing is fetched before it ends, whatever else
    /// wakes the task: several workers may share one.
    pause: Option<BoxFuture<'static, ()>>,
}

impl QueueBackend {
    /// A backend for the queue of a lease.
    #[must_use]
    pub fn new(lease: Lease, wake: Wake) -> Self {
        Self { jobs: Persisted::new(lease), wake, pause: None }
    }
}

/// Sleeps until a job is announced or it is time to look.
fn pause(lease: &Lease, wake: &Wake) -> BoxFuture<'static, ()> {
    let (wake, queue, limit) = (wake.clone(), lease.queue(), lease.timing().poll);
    async move { wake.wait(queue, limit).await }.boxed()
}

impl Backend for QueueBackend {
    type Task = Task<Claim>;
    type Error = Infallible;

    fn poll_ready(
        &mut self,
        cx: &mut Context<'_>,
        worker: &WorkerContext,
    ) -> Poll<Result<(), Infallible>> {
        let interval = self.jobs.timing().heartbeat;
        self.jobs.poll_ready(cx, worker, interval)
    }

    fn poll_next(
        &mut self,
        cx: &mut Context<'_>,
        worker: &WorkerContext,
    ) -> Poll<Option<Result<Task<Claim>, Infallible>>> {
        loop {
            if let Some(pause) = &mut self.pause {
                ready!(pause.poll_unpin(cx));
                self.pause = None;
            }
            let next = self.jobs.poll_next(cx, worker);
            // Pending and `Ready` means that the queue was found empty.
            if next.is_ready() || !matches!(self.jobs.state(), State::Ready) {
                return next;
            }
            self.pause = Some(pause(&self.jobs, &self.wake));
        }
    }

    fn poll_close(
        &mut self,
        cx: &mut Context<'_>,
        worker: &WorkerContext,
    ) -> Poll<Result<(), Infallible>> {
        self.jobs.poll_close(cx, worker)
    }
}

impl BackendConfig for QueueBackend {
    type Args = Claim;
    type Id = TaskId;
    type Kind = Ephemeral;
    type Config = Timing;
    type Layer = Identity;

    fn config(&self) -> &Timing {
        self.jobs.timing()
    }

    fn middleware(&mut self, _: &mut WorkerContext) -> Identity {
        Identity::new()
    }
}
