//! Attaches a file to a draft.

use clerk_store::db::{Connection, schema::emails_emailattachment};
use diesel::{ExpressionMethods, insert_into};
use diesel_async::{AsyncConnection, RunQueryDsl};

use super::{EmailState, attempt::lock, size, slug::slugify};
use crate::{
    Context,
    error::{DomainError, Result},
    uploads::Incoming,
};

/// How often the email's files may change while they are measured.
const TRIES: usize = 5;
/// The width of the column of the media type.
const LONGEST_CONTENT_TYPE: usize = 128;
/// The width of the column of the key.
const LONGEST_KEY: usize = 1088;

/// A file that is to be attached.
struct NewAttachment<'a> {
    key: &'a str,
    content_type: &'a str,
    bytes: u64,
}

/// Stores a file that has arrived whole and attaches it to a draft. Returns the id of the attachment.
/// Who may do so is for the caller to check.
///
/// # Errors
/// [`DomainError::Invalid`] for `file` when it is empty or makes the email too large,
/// [`DomainError::NotFound`] when there is no such draft; fails when the database or the file store
/// does.
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
    let key = attachment_key(&file.md5, name);
    if key.len() > LONGEST_KEY {
        let detail = "The name of this file is too long.";
        return Err(DomainError::invalid("file", "max_length", detail));
    }
    let content_type = content_type
        .filter(|it| !it.is_empty() && it.len() <= LONGEST_CONTENT_TYPE && !it.contains('\0'))
        .unwrap_or("application/octet-stream");
    // The bytes first: a file without a row is harmless, a row without a file is not.
    ctx.files.put_file(&key, content_type, &file.path).await?;
    let new = NewAttachment { key: &key, content_type, bytes: file.size };
    for _ in 0..TRIES {
        let measured = size::measure(ctx, email).await?;
        let conn = &mut *ctx.db().await?;
        let inserted = conn
            .transaction(async |conn| insert_if_it_fits(ctx, conn, email, &measured, &new).await)
            .await?;
        if let Some(id) = inserted {
            return Ok(id);
        }
    }
    Err(DomainError::Unavailable("the files of this email keep changing".to_owned()))
}

/// Inserts the row, unless the email's files are not those that were measured.
async fn insert_if_it_fits(
    ctx: &Context,
    conn: &mut Connection,
    email: i32,
    measured: &size::Measured,
    new: &NewAttachment<'_>,
) -> Result<Option<i32>> {
    if lock(conn, email).await?.map(|(state, _)| state) != Some(EmailState::Draft) {
        return Err(DomainError::NotFound);
    }
    if size::attached(conn, email).await? != measured.keys {
        return Ok(None);
    }
    measured.check_room(new.bytes)?;
    let id = insert_into(emails_emailattachment::table)
        .values((
            emails_emailattachment::file.eq(new.key),
            emails_emailattachment::content_type.eq(new.content_type),
            emails_emailattachment::created_at.eq(ctx.clock.now()),
            emails_emailattachment::email_id.eq(email),
            emails_emailattachment::sharepoint_state.eq("NOT_UPLOADED"),
        ))
        .returning(emails_emailattachment::id)
        .get_result(conn)
        .await?;
    Ok(Some(id))
}

/// The key of an attachment, as the original made it: the same bytes and name have the same key.
fn attachment_key(md5: &str, name: &str) -> String {
    let parts: Vec<_> = name.split('.').map(slugify).collect();
    let mut name = parts.join(".");
    if name.bytes().all(|it| it == b'.') {
        "file".clone_into(&mut name);
    }
    format!("email-attachments/{md5}/{name}")
}

#[cfg(test)]
mod tests {
    use super::attachment_key;

    #[test]
    fn keys_are_the_originals() {
        for (name, last) in [
            ("Notice to Vacate (final).PDF", "notice-to-vacate-final.pdf"),
            ("a.b.tar.gz", "a.b.tar.gz"),
            ("café.docx", "cafe.docx"),
            ("../../etc/passwd", "....etcpasswd"),
            ("日本.pdf", ".pdf"),
            ("日本", "file"),
            ("..", "file"),
            ("", "file"),
        ] {
            assert_eq!(attachment_key("md5", name), format!("email-attachments/md5/{last}"));
        }
    }
}
