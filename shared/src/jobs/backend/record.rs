//! The layer that counts an attempt before it begins and records its outcome after it.

use std::task::{Context, Poll};

use apalis_core::{
    error::BoxDynError,
    layers::{Layer, Service},
    task::Task,
};
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
            let result = run.await;
            lease.finish(&claim, &result).await;
            result
        }
        .boxed()
    }
}
