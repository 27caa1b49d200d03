//! What Clerk keeps: connections to PostgreSQL, its tables and migrations, files, and the job queue.
//! Knows how things are stored, not what they mean.

pub mod db;
pub mod error;
pub mod files;
pub mod jobs;

pub use error::StoreError;
