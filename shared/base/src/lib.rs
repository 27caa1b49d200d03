//! What every part of Clerk stands on: configuration, the clock, texts, the addresses of pages, and
//! the log. Knows no outside service and no table.

pub mod clock;
pub mod config;
pub mod observe;
pub mod panics;
pub mod text;
pub mod urls;

/// The version of the programs.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
