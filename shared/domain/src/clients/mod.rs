//! The people we help (table `core_client`).

mod create;
mod find;
mod list;
mod model;
mod same;
mod update;

pub use create::{create, email_error};
pub use find::find;
pub use list::list;
pub use model::{Client, ClientInput, NewClient, by_id};
pub use same::with_email;
pub use update::update;
