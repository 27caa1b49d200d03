//! The people we help (table `core_client`).

mod create;
mod find;
mod list;
mod model;
mod update;

pub use create::{NewClient, create, email_error};
pub use find::find;
pub use list::list;
pub use model::{Client, ClientInput, by_id};
pub use update::update;
