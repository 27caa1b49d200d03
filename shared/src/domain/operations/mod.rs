//! The state of the installation.

mod readiness;

pub use readiness::{Readiness, readiness};
