//! The layer that counts an attempt before it begins and records its outcome after it.

use std::{
    task::{Context, Poll},
    time::Instant,
};

use apalis_core::{
    error::BoxDynError,
    layers::{Layer, Service},
    task::Task,
};
use clerk_base::observe::metrics;
use futures_util::{FutureExt, future::BoxFuture};

use super::{claim::Claim, lease::Lease};

/// Belongs right outside the layer that catches panics, and inside the one that spawns.
#[derive(Clone)]
pub struct Record(Lease);

impl Record {
    /// Records under a lease.
    #[must_use]
    pub fn new(lease: Lease) -> Self {
        Self(lease)
    }
}

impl<S> Layer<S> for Record {
    type Service = Recorded<S>;

    fn layer(&self, inner: S) -> Recorded<S> {
        Recorded { inner, lease: self.0.clone() }
    }
}

/// A service with the layer around it.
#[derive(Clone)]
pub struct Recorded<S> {
    inner: S,
    lease: Lease,
}

impl<S> Service<Task<Claim>> for Recorded<S>
where
    S: Service<Task<Claim>, Response = (), Error = BoxDynError>,
    S::Future: Send + 'static,
{
    type Response = ();
    type Error = BoxDynError;
    type Future = BoxFuture<'static, Result<(), BoxDynError>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxDynError>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, task: Task<Claim>) -> Self::Future {
        let lease = self.lease.clone();
        let claim = task.args.clone();
        let run = self.inner.call(task);
        async move {
            if !lease.begin(&claim).await {
                return Ok(());
            }
            let began = Instant::now();
            let result = run.await;
            lease.finish(&claim, &result).await;
            let took = began.elapsed();
            metrics::job(claim.name(), result.is_ok(), took);
            let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
            tracing::info!(is_done = result.is_ok(), ms, "job ended");
            result
        }
        .boxed()
    }
}
