//! The API's cases.

pub mod create;
pub mod detail;
pub mod documents;
pub mod list;
pub mod update;
