//! The API's cases.

pub mod detail;
pub mod list;
