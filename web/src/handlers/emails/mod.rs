//! The API's emails.

pub mod sharepoint_download;
pub mod sharepoint_upload;
