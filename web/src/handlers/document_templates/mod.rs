//! The API's document templates.

pub mod create;
pub mod delete;
pub mod list;
mod receive;
pub mod rename;
