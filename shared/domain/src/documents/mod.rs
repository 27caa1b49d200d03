//! Documents of cases on SharePoint.

mod folder;
mod list;

pub use folder::{drive, folder, unavailable};
pub use list::{CaseFolder, list};
