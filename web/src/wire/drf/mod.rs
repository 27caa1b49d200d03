//! The dialect of the original's API framework, once: pages, choices, dates, queries, patches.

pub mod body;
pub mod choice;
pub mod date;
pub mod json;
pub mod page;
pub mod query;
