//! Critical dates of a case (table `core_issuedate`).

pub mod choices;
