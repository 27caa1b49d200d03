//! Critical dates of a case (table `core_issuedate`). Every change is in the audit log.

mod create;
mod delete;
mod find;
mod list;
mod log;
mod model;
mod rules;
mod update;

pub use create::{create, require_case};
pub use delete::delete;
pub use find::find;
pub use list::{DateFilter, list};
pub use model::{CriticalDate, DateInput, DateRow, NewDate};
pub use update::update;
