//! The rules of the field, and the only home of SQL.

pub mod accounts;
pub mod demo;
pub mod upkeep;
