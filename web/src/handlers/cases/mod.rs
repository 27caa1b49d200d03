//! The API's cases.

pub mod detail;
pub mod documents;
pub mod list;
