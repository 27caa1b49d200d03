//! Everything that Clerk's web server and worker share: configuration, the database layer, the
//! domain rules, the job queue, file storage and the clients of outside services.
//!
//! The order of dependence is `domain -> jobs, db, files, integrations -> config`; nothing imports
//! upward. Diesel lives in this crate only.

pub mod clock;
pub mod config;
pub mod context;
pub mod db;
pub mod domain;
pub mod error;
pub mod files;
pub mod integrations;
pub mod jobs;
pub mod observe;
pub mod text;
pub mod urls;

/// The version of the programs.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

pub use context::Context;
pub use error::{DomainError, FieldError};
