//! Logging in and out.

pub mod google_callback;
mod google_flow;
pub mod google_start;
pub mod logout;
mod next_url;
pub mod page;
pub mod submit;
mod welcome;
