//! The people we help (table `core_client`).

pub mod choices;
mod model;

pub use model::{Client, by_id};
