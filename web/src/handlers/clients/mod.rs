//! The people we help.

pub mod detail;
pub mod list;
pub mod update;
