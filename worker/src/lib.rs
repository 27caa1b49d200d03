//! Clerk's worker: management commands.

pub mod commands;
