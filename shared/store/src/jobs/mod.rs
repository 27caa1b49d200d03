//! The job queue: what a job is, and how one is enqueued with the change that calls for it.

pub mod backend;
mod failure;
pub mod health;
mod job;
pub mod queue;
pub mod schedule;
pub mod sql;
mod state;
mod timing;
pub mod workers;

pub use failure::{JobFailure, Retry};
pub use job::{Job, JobKind, Queue};
pub use queue::{cancel, enqueue, enqueue_at};
pub use state::JobState;
pub use timing::Timing;
