//! Parties: landlords, agents, support workers (table `core_person`).

pub mod choices;
mod model;

pub use model::{Person, by_id};
