//! Cases (table `core_issue`): who sees them, finding them, showing them.

pub mod access;
mod assemble;
pub mod choices;
mod detail;
mod emails;
mod filter;
mod list;
mod model;
mod submission;
pub mod welcome;

pub use assemble::assemble;
pub use detail::{CaseDetail, detail};
pub use emails::{EmailLine, emails};
pub use filter::CaseFilter;
pub use list::list;
pub use model::{Case, CaseRow};
pub use submission::{Submission, submission};
