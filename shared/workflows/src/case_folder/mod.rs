//! The folder of a case on SharePoint: made for a new case, and shared with who works on it.

mod access;
mod move_case_access;
mod set_up_case_folder;

pub use access::set_access;
pub use move_case_access::move_case_access;
pub use set_up_case_folder::set_up_case_folder;
