//! Stored files, for those who may see them.

pub mod download;
