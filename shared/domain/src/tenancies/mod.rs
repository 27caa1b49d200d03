//! The places where clients live (table `core_tenancy`).

mod create;
mod find;
mod model;
mod update;

pub use create::create;
pub use find::find;
pub use model::{NewTenancy, Tenancy, TenancyInput, TenancyRow, by_id};
pub use update::update;
