//! Staff accounts.

pub mod create;
pub mod detail;
pub mod list;
pub mod update;
