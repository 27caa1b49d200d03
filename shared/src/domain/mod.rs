//! The rules of the field, and the only home of SQL.

pub mod accounts;
pub mod cases;
pub mod demo;
pub mod documents;
pub mod emails;
pub mod notifications;
pub mod office;
pub mod sessions;
pub mod templates;
pub mod submissions;
pub mod upkeep;
pub mod uploads;
