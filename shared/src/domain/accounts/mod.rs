//! Staff accounts: who may log in, and as what.

mod find;
pub mod password;
mod role;

pub use find::{Account, find_active};
pub use role::Role;
