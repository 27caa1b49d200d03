//! Clerk's worker: runs the jobs that the web server and the timetable leave in the queue, and the
//! management commands.

pub mod commands;
pub mod dispatch;
pub mod jobs;
pub mod runner;
pub mod schedule;

pub use dispatch::dispatch;
