//! The places where clients live (table `core_tenancy`).

pub mod choices;
mod model;

pub use model::{Tenancy, TenancyRow, by_id};
