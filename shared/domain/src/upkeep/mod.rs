//! Keeping the database tidy.

mod clean_up;

pub use clean_up::{Deleted, clean_up};
