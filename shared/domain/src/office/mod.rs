//! The days on which the office is closed.

mod closure;
mod format;

pub use closure::{Closure, closure_on};
pub use format::{fill_braces, long_date};
