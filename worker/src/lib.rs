//! Clerk's worker: runs the jobs that the web server and the timetable leave in the queue.

pub mod dispatch;
pub mod jobs;

pub use dispatch::dispatch;
