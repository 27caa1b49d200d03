//! The API's accounts.

pub mod permissions;
pub mod potential;
pub mod resync_permissions;
