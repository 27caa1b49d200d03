//! Templates of the documents that a new case begins with: files on SharePoint, a folder a topic, and
//! rows that name them.

mod create;
mod delete;
mod list;
mod name;
mod rename;

pub use create::{NewFile, create};
pub use delete::delete;
pub use list::{DocumentTemplate, TemplateFilter, list};
pub use rename::rename;
