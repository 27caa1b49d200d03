//! The rules of the field, and the only home of SQL.

pub mod accounts;
pub mod sessions;
pub mod upkeep;
pub mod uploads;
