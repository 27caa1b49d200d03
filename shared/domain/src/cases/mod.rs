//! Cases (table `core_issue`): finding them and showing them. They are opened and changed in the
//! workflows `case_opens` and `case_changes`; who sees them is in [`crate::access`].

mod assemble;
mod detail;
mod emails;
mod fileref;
mod filter;
mod involving;
mod list;
mod model;
mod new_case_defaults;
mod queues;
mod submission;

pub use assemble::{assemble, by_id};
pub use detail::{CaseDetail, detail};
pub use emails::{EmailLine, emails};
pub use fileref::{fileref, fileref_letter, next_fileref};
pub use filter::CaseFilter;
pub use involving::{of_client, of_person, of_tenancy};
pub use list::list;
pub use model::Case;
pub use new_case_defaults::NewCaseDefaults;
pub use queues::{QueuedCase, inbox, review};
pub use submission::{Submission, submission};

pub use crate::access::CaseInput;
