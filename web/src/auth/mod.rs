//! Who is asking, and what they may do.

pub mod address;
pub mod cookies;
pub mod guards;
pub mod session;
