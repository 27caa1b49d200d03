//! Documents of cases on SharePoint.

mod move_case_access;
mod set_up_case_folder;

pub use move_case_access::move_case_access;
pub use set_up_case_folder::set_up_case_folder;
