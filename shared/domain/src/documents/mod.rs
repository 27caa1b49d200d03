//! Documents of cases on SharePoint.

mod access;
mod folder;
mod list;
mod move_case_access;
mod set_up_case_folder;

pub(crate) use access::set_access;
pub(crate) use folder::{drive, folder, unavailable};
pub use list::{CaseFolder, list};
pub use move_case_access::move_case_access;
pub use set_up_case_folder::set_up_case_folder;
