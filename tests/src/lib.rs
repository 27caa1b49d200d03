//! The support of the tests: a [`World`] for each test with a database of its own, the real applications
//! over HTTP, real job runs, and fakes of outside services that record every call.
//!
//! The tests themselves are in `tests/it/`.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "the support of tests may fail loudly"
)]

pub mod actors;
pub mod answers;
pub mod api_document;
pub mod app;
pub mod binaries;
pub mod cluster;
pub mod database;
pub mod factories;
pub mod jobs;
pub mod outside;
pub mod pages;
pub mod program;
pub mod s3;
pub mod smtp;
pub mod snapshots;
pub mod statements;
pub mod world;

pub use actors::{Actor, NewUser, Reply, User};
pub use app::TestApp;
pub use database::TestDb;
pub use outside::FakeOutside;
pub use program::Program;
pub use smtp::SmtpServer;
pub use world::World;
