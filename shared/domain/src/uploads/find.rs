//! Looking an upload up.

use clerk_store::db::{Connection, schema::core_fileupload};
use diesel::{OptionalExtension, QueryDsl};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::{
    access::{self, Account},
    error::{DomainError, Result},
};

/// A stored upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// `core_fileupload.id`.
    pub id: Uuid,
    /// Its key in the file store.
    pub key: String,
    /// `core_issue.id` of the case it belongs to, once there is one.
    pub case_id: Option<Uuid>,
}

impl Upload {
    /// The last part of the key, which serves as its name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.key.rsplit('/').next().unwrap_or_default()
    }
}

/// The upload, if the account may see its case. Coordinators also see uploads without a case.
///
/// # Errors
/// [`DomainError::NotFound`] when there is no such upload, [`DomainError::Refused`] when it is not for
/// this account.
pub async fn find_visible(conn: &mut Connection, actor: &Account, id: Uuid) -> Result<Upload> {
    let row: Option<(String, Option<Uuid>)> = core_fileupload::table
        .find(id)
        .select((core_fileupload::file, core_fileupload::issue_id))
        .first(conn)
        .await
        .optional()?;
    let (key, case_id) = row.ok_or(DomainError::NotFound)?;
    access::require_file(conn, actor, case_id).await?;
    Ok(Upload { id, key, case_id })
}
