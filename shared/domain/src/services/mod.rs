//! Legal and other work done for a case (table `core_service`).

mod create;
mod delete;
mod event;
mod find;
mod list;
mod model;
mod rules;
mod update;

pub use create::create;
pub use delete::delete;
pub use find::find;
pub use list::{ServiceFilter, list};
pub use model::{NewService, Service, ServiceInput};
pub use update::update;
