//! The API's services of a case.

pub mod create;
pub mod delete;
pub mod detail;
pub mod list;
pub mod update;
