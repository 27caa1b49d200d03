//! Emails of cases.

pub mod attachment_create;
pub mod attachment_delete;
pub mod attempts;
pub mod create;
pub mod delete;
pub mod detail;
pub mod list;
pub mod sharepoint_download;
pub mod sharepoint_upload;
pub mod update;

use actix_web::web::Path;
use uuid::Uuid;

use crate::{
    error::{ApiError, ApiResult},
    extract::number,
};

/// The case in a path.
fn case(id: &str) -> ApiResult<Uuid> {
    Uuid::parse_str(id).map_err(|_| ApiError::not_found())
}

/// The case and the email in a path.
fn ids(path: &Path<(String, String)>) -> ApiResult<(Uuid, i32)> {
    Ok((case(&path.0)?, number(&path.1)?))
}
