//! What happens when a form comes in: its answers become a client, a home, a case, or a failure that
//! somebody hears of.

mod failure;
mod process;

pub use failure::{Failure, give_up, list_failed, mark_abandoned};
pub use process::{Outcome, process};
