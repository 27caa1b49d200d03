//! Mail that comes in.

mod alerts;
pub mod bench;
mod commands;
mod corpus;
mod form;
mod ingest;
mod junk;
mod kills;
mod receive;
mod samples;
mod statements;
mod tray;
