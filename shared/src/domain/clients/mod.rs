//! The people we help (table `core_client`).

pub mod choices;
mod create;
mod model;

pub use create::{NewClient, create, email_error};
pub use model::{Client, by_id};
