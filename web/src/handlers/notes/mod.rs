//! The API's notes on cases.

pub mod create;
pub mod list;
