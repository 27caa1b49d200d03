//! Logging in and out.

mod destination;
pub mod google;
pub mod password;
