//! What happens when: the stories in which several subjects of Clerk meet, one file or folder a story,
//! each to be read from top to bottom like the office's manual.

pub mod alerts;
pub mod case_changes;
pub mod case_folder;
pub mod case_opens;
pub mod clean_up;
pub mod form_comes_in;
pub mod login;
pub mod operations;
pub mod staff_access;
pub mod welcome_client;
