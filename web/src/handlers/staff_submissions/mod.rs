//! Submissions as staff read them.

pub mod detail;
