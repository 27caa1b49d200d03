//! Submissions of the intake form: the answers as they came, and their way to a case.

mod create;
mod detail;
mod find;
mod model;
mod submit;
mod update;

pub use create::create;
pub use detail::{Processed, detail};
pub use find::{find_open, lock};
pub use model::Submission;
pub use submit::submit;
pub use update::update;
