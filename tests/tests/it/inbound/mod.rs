//! Mail that comes in, and what the provider tells about mail that went out.

mod alerts;
mod bench;
mod commands;
mod corpus;
mod event_order;
mod events;
mod form;
mod ingest;
mod junk;
mod kills;
mod receive;
mod samples;
mod statements;
mod tray;
