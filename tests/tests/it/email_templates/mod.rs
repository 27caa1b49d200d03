//! The API of email templates.

mod access;
mod create;
mod delete;
mod list;
mod update;
