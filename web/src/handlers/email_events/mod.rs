//! What became of an email.

pub mod list;
