//! Parties: landlords, agents, support workers.

mod access;
mod list;
mod write;
