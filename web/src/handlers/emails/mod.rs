//! The API's emails.

pub mod attempts;
pub mod sharepoint_download;
pub mod sharepoint_upload;
