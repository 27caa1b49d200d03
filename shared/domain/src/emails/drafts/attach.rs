//! Attaches files to drafts.

use clerk_store::db::{Connection, schema::emails_emailattachment};
use diesel::{OptionalExtension, QueryDsl, SelectableHelper};
use diesel_async::{AsyncConnection, RunQueryDsl};
use uuid::Uuid;

use super::{
    MAX_ATTEMPTS,
    find::check_is_draft,
    size::{self, Measured},
};
use crate::{
    Context,
    access::Account,
    emails::{
        EmailState,
        attachment::{Attachment, NewAttachment, insert, key_of_upload},
        email::lock,
    },
    error::{DomainError, Result},
    uploads::Incoming,
};

/// The width of the column of the media type.
const MAX_CONTENT_TYPE: usize = 128;
/// The width of the column of the key.
const MAX_KEY: usize = 1088;

/// A file that has arrived for a draft.
pub struct DraftFile {
    /// Its bytes.
    pub incoming: Incoming,
    /// What its sender called it, not to be trusted.
    pub name: String,
    /// The media type that its sender gave, not to be trusted.
    pub content_type: Option<String>,
}

/// The size of a draft of a case, which says how large a file may still be attached.
///
/// # Errors
/// As [`check_is_draft`].
pub async fn room(ctx: &Context, actor: &Account, case: Uuid, email: i32) -> Result<Measured> {
    check_is_draft(&mut *ctx.db().await?, actor, case, email).await?;
    size::measure(ctx, email).await
}

/// Attaches a file to a draft of a case.
///
/// # Errors
/// As [`check_is_draft`] and [`attach`].
pub async fn attach_file(
    ctx: &Context,
    actor: &Account,
    case: Uuid,
    email: i32,
    file: DraftFile,
) -> Result<Attachment> {
    check_is_draft(&mut *ctx.db().await?, actor, case, email).await?;
    let DraftFile { incoming, name, content_type } = file;
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let id = attach(ctx, email, incoming, name, content_type.as_deref()).await?;
    let attachment = emails_emailattachment::table
        .find(id)
        .select(Attachment::as_select())
        .first(&mut *ctx.db().await?)
        .await
        .optional()?;
    attachment.ok_or(DomainError::NotFound)
}

/// Stores a file that has arrived whole and attaches it to a draft. Returns the id of the attachment.
/// Who may do so, the caller has
/// checked.
///
/// # Errors
/// [`DomainError::Invalid`] for `file` when it is empty or makes the email too large,
/// [`DomainError::NotFound`] when there is no such draft.
pub async fn attach(
    ctx: &Context,
    email: i32,
    incoming: Incoming,
    name: &str,
    content_type: Option<&str>,
) -> Result<i32> {
    let file = incoming.finish().await?;
    if file.size == 0 {
        return Err(DomainError::invalid("file", "empty", "This file is empty."));
    }
    size::measure(ctx, email).await?.check_room(file.size)?;
    let key = key_of_upload(&file.md5, name);
    if key.len() > MAX_KEY {
        let detail = "The name of this file is too long.";
        return Err(DomainError::invalid("file", "max_length", detail));
    }
    let content_type = content_type
        .filter(|kind| !kind.is_empty() && kind.len() <= MAX_CONTENT_TYPE && !kind.contains('\0'))
        .unwrap_or("application/octet-stream");
    // The bytes first: a file without a row is harmless, a row without a file is not.
    ctx.files.put_file(&key, content_type, &file.path).await?;
    let created_at = ctx.clock.now();
    let new = NewAttachment { email_id: email, key: &key, content_type, created_at };
    for _ in 0..MAX_ATTEMPTS {
        let measured = size::measure(ctx, email).await?;
        let conn = &mut *ctx.db().await?;
        let inserted = conn
            .transaction(async |conn| insert_if_it_fits(conn, new, file.size, &measured).await)
            .await?;
        if let Some(id) = inserted {
            return Ok(id);
        }
    }
    Err(DomainError::Unavailable("the files of this email keep changing".to_owned()))
}

/// Inserts the row, unless the email's files are not those that were measured.
async fn insert_if_it_fits(
    conn: &mut Connection,
    new: NewAttachment<'_>,
    bytes: u64,
    measured: &Measured,
) -> Result<Option<i32>> {
    if lock(conn, new.email_id).await?.map(|(state, _)| state) != Some(EmailState::Draft) {
        return Err(DomainError::NotFound);
    }
    if size::attached(conn, new.email_id).await? != measured.keys {
        return Ok(None);
    }
    measured.check_room(bytes)?;
    Ok(insert(conn, &[new]).await?.pop())
}
