//! Keeping the database tidy.

mod clean_up;

pub use crate::clean_up::clean_up::{Deleted, clean_up};
