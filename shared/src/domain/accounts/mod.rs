//! Staff accounts: who may log in, and as what.

mod find;
pub mod log_in;
pub mod log_in_google;
mod log_out;
pub mod login_events;
pub mod password;
mod profile;
mod role;

pub use find::{Account, find_active};
pub use log_out::log_out;
pub use profile::{Profile, UserRow, profiles};
pub use role::Role;
