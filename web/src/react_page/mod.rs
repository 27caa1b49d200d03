//! Pages of the staff front end: an HTML shell that hands the page its data and loads its scripts.
//!
//! Without a built front end, or without this page in it, the shell says so and shows whatever plain
//! HTML the caller has instead.

mod legacy_assets;
mod manifest;
mod nav;
mod page;
mod refusal;
mod rendered;
mod script;

pub use page::{ReactPage, render};
pub use refusal::{PageError, PageResult, forbidden, not_found, or_page};
pub use rendered::{Rendered, html};
