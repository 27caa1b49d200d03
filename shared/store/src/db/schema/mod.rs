//! Diesel's view of the tables.

pub mod clerk;
#[cfg(test)]
mod documented;
mod original;

pub use original::*;
