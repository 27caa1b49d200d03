//! How somebody logs in and out, and what is kept of it.

pub mod log_in;
pub mod log_in_google;
mod log_out;
pub mod login_events;

pub use log_out::log_out;
