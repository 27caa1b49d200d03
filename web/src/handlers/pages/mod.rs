//! Pages of the staff site.

pub mod answers;
pub mod case_detail;
pub mod case_list;
pub mod case_submission;
pub mod root;
