//! The API document and its viewer, for logged-in staff.

pub mod document;
pub mod viewer;
