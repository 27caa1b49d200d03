//! The places where clients live.

pub mod detail;
pub mod update;
