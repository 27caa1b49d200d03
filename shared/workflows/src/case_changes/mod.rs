//! What happens when a case changes: what is checked, what is written, and what follows.

mod lifecycle;
pub mod rules;
mod update;

pub use lifecycle::after_change;
pub use update::{apply, update};
