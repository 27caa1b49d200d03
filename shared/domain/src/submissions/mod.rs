//! Submissions of the intake form: the answers as they came, and their way to a case.

mod create;
mod detail;
mod failure;
mod find;
mod model;
pub mod process;
mod submit;
mod update;

pub use create::create;
pub use detail::{Processed, detail};
pub use failure::{Failure, give_up, list_failed, mark_abandoned};
pub use find::find_open;
pub use model::Submission;
pub use process::{Outcome, process};
pub use submit::submit;
pub use update::update;
