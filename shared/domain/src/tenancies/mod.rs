//! The places where clients live (table `core_tenancy`).

mod create;
mod find;
mod model;
mod update;

pub use create::{NewTenancy, create};
pub use find::find;
pub use model::{Tenancy, TenancyInput, TenancyRow, by_id};
pub use update::update;
