//! The people we help (table `core_client`).

pub mod access;
pub mod choices;
mod find;
mod list;
mod model;
mod update;

pub use find::find;
pub use list::list;
pub use model::{Client, ClientInput, by_id};
pub use update::update;
