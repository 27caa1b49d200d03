//! Cases (table `core_issue`): who sees them, finding them, showing them.

pub mod access;
mod assemble;
pub mod choices;
mod detail;
mod emails;
mod filter;
mod involving;
mod list;
mod model;
mod queues;
mod submission;
pub mod welcome;

pub use assemble::assemble;
pub use detail::{CaseDetail, detail};
pub use emails::{EmailLine, emails};
pub use filter::CaseFilter;
pub use involving::{of_client, of_person, of_tenancy};
pub use list::list;
pub use model::{Case, CaseRow};
pub use queues::{QueuedCase, inbox, review};
pub use submission::{Submission, submission};
