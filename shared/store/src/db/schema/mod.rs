//! Diesel's view of the tables.

pub mod clerk;
mod original;

pub use original::*;
