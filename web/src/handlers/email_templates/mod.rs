//! Templates of emails: `/clerk/api/template-email/`.

pub mod create;
pub mod delete;
pub mod detail;
pub mod list;
pub mod update;
