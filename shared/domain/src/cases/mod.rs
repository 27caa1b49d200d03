//! Cases (table `core_issue`): who sees them, finding them, showing them, changing them.

pub mod access;
mod assemble;
mod beginning;
mod change;
pub mod choices;
mod create;
mod detail;
mod emails;
mod fileref;
mod filter;
mod involving;
pub mod lifecycle;
mod list;
mod model;
mod queues;
mod rules;
mod submission;
mod update;
pub mod welcome;

pub use assemble::{assemble, by_id};
pub use beginning::Beginning;
pub use change::CaseChange;
pub use create::{NewCase, OneOf, create};
pub use detail::{CaseDetail, detail};
pub use emails::{EmailLine, emails};
pub use fileref::next_fileref;
pub use filter::CaseFilter;
pub use involving::{of_client, of_person, of_tenancy};
pub use list::list;
pub use model::{Case, CaseRow};
pub use queues::{QueuedCase, inbox, review};
pub use submission::{Submission, submission};
pub use update::update;
