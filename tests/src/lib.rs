//! The test bench: a database for each test, the real applications over HTTP, real job runs, and
//! fakes of outside services that record every call.
//!
//! The tests themselves are in `tests/it/`.

pub mod cluster;
pub mod database;
pub mod jobs;

pub use database::TestDb;
