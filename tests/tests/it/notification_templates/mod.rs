//! The API of notifications. Who may use it is tested with the API of email templates.

mod create;
mod delete;
mod list;
mod update;
