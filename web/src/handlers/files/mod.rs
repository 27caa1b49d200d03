//! Stored files, for those who may see them.

pub mod attachment;
pub mod download;
mod send;
