//! Files that people attach to the intake form: what is accepted, where it goes, who may see it.

mod incoming;
mod kind;
mod ole;
mod sniff;
mod zip;

use clerk_store::{
    db::{Connection, schema::core_fileupload},
    files::Store,
};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, insert_into};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::{
    Context,
    access::{self, Account},
    error::{DomainError, Result},
};

pub use incoming::Incoming;
pub use kind::Kind;
pub use sniff::sniff;

/// Longest file name accepted, in characters, as the original had it.
const NAME: usize = 100;

/// Stores an upload that has arrived whole, and makes its row. It belongs to no case yet.
///
/// # Errors
/// [`DomainError::Invalid`] for `file` when the name is too long, the file is empty or of a kind that
/// is not accepted; [`DomainError::Files`] when the store fails, in which case there is no row.
pub async fn create(ctx: &Context, incoming: Incoming, name: &str) -> Result<Upload> {
    let name = base_name(name);
    let length = name.chars().count();
    if length > NAME {
        let detail = format!("The name of a file has at most {NAME} characters, not {length}.");
        return Err(DomainError::invalid("file", "max_length", detail));
    }
    let file = incoming.finish().await?;
    if file.size == 0 {
        return Err(DomainError::invalid("file", "empty", "This file is empty."));
    }
    let Some(kind) = file.kind else {
        return Err(DomainError::invalid(
            "file",
            "invalid",
            "Only images, PDF, Word and plain text files are accepted.",
        ));
    };
    let key = Store::key_for_upload(&file.md5, &kind.extension_for(&name));
    // The bytes first: a file without a row is harmless, a row without a file is not.
    ctx.files.put_file(&key, kind.content_type(), &file.path).await?;

    let upload = Upload { id: Uuid::new_v4(), key, case_id: None };
    let now = ctx.clock.now();
    insert_into(core_fileupload::table)
        .values((
            core_fileupload::id.eq(upload.id),
            core_fileupload::created_at.eq(now),
            core_fileupload::modified_at.eq(now),
            core_fileupload::file.eq(&upload.key),
            core_fileupload::issue_id.eq(upload.case_id),
        ))
        .execute(&mut *ctx.db().await?)
        .await?;
    Ok(upload)
}

/// The name without folders and without characters that cannot be shown.
fn base_name(name: &str) -> String {
    let base = name.rsplit(['/', '\\']).next().unwrap_or_default();
    base.chars().filter(|letter| !letter.is_control()).collect()
}

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
