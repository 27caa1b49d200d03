//! The days on which the office is closed.

mod closure;
mod format;

pub use crate::office_closures::closure::{Closure, closure_on};
pub use crate::office_closures::format::{fill_braces, long_date};
