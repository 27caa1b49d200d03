//! Notifications: `/clerk/api/template-notify/`.

pub mod create;
pub mod delete;
pub mod detail;
pub mod list;
pub mod update;
