//! Staff accounts.

pub mod create;
pub mod detail;
pub mod list;
pub mod permissions;
pub mod potential;
pub mod resync_permissions;
pub mod update;
