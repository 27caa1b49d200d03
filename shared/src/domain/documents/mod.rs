//! Documents of cases on SharePoint.

mod set_up_case_folder;

pub use set_up_case_folder::set_up_case_folder;
