//! The lease as apalis sees it.

use std::convert::Infallible;

use apalis_core::{
    backend::persistence::{Persistence, TaskEvent},
    task::{Task, builder::TaskBuilder, task_id::TaskId},
    worker::context::WorkerContext,
};

use super::{claim::Claim, lease::Lease};

impl Persistence for Lease {
    type Compact = Claim;
    type Response = ();
    type Error = Infallible;

    async fn register(&mut self, _: &WorkerContext) -> Result<(), Infallible> {
        self.begin_lease().await;
        Ok(())
    }

    async fn heartbeat(&mut self, _: &WorkerContext) -> Result<(), Infallible> {
        Self::heartbeat(self).await;
        Ok(())
    }

    /// One job at a time: apalis asks only when it has a slot free, and sends no heartbeat while it
    /// sits on a batch.
    async fn fetch_next(&mut self, _: &WorkerContext) -> Result<Vec<Task<Claim>>, Infallible> {
        let claim = self.fetch().await;
        Ok(claim
            .map(|claim| {
                let id = TaskId::from_string(claim.id.to_string());
                TaskBuilder::new(claim).task_id(id).build()
            })
            .into_iter()
            .collect())
    }

    async fn reenqueue_abandoned(
        &mut self,
        tasks: Vec<Task<Claim>>,
        _: &WorkerContext,
    ) -> Result<u64, Infallible> {
        let ids: Vec<_> = tasks.iter().map(|task| task.args.id).collect();
        Ok(self.give_back(&ids).await as u64)
    }

    /// There are none: the layer [`super::Record`] writes an outcome while the job still holds its
    /// slot, and knows the error itself instead of its text.
    async fn handle_events(
        &mut self,
        _: Vec<TaskEvent<()>>,
        _: &WorkerContext,
    ) -> Result<(), Infallible> {
        Ok(())
    }

    /// Returns claimed jobs. New ones come in by [`crate::jobs::enqueue`], with the change that
    /// calls for them.
    async fn push_tasks(&mut self, tasks: Vec<Task<Claim>>) -> Result<(), Infallible> {
        let ids: Vec<_> = tasks.iter().map(|task| task.args.id).collect();
        self.give_back(&ids).await;
        Ok(())
    }
}
