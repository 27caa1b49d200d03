//! Submissions as staff read them.

mod detail;
mod dump;
