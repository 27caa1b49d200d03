//! The places where clients live (table `core_tenancy`).

pub mod choices;
mod create;
mod model;

pub use create::{NewTenancy, create};
pub use model::{Tenancy, TenancyRow, by_id};
