//! Staff accounts: who may log in, and as what.

mod find;
pub mod password;
mod profile;
mod role;

pub use find::{Account, find_active};
pub use profile::{Profile, UserRow, profiles};
pub use role::Role;
