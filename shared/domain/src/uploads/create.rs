//! Accepting an upload.

use clerk_store::{db::schema::core_fileupload, files::Store};
use diesel::{ExpressionMethods, insert_into};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{Incoming, Upload};
use crate::{
    Context,
    error::{DomainError, Result},
};

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
    base.chars().filter(|it| !it.is_control()).collect()
}
