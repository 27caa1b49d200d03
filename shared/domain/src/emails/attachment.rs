//! Files of emails: table `emails_emailattachment`, and their keys in the file store.

use chrono::{DateTime, Utc};
use clerk_base::text::slugify;
use clerk_store::db::{
    Connection,
    schema::{emails_email, emails_emailattachment},
};
use diesel::{
    ExpressionMethods, NullableExpressionMethods, OptionalExtension, QueryDsl, SelectableHelper,
    dsl::exists, insert_into, select, update,
};
use diesel_async::RunQueryDsl;
use md5::{Digest, Md5};
use uuid::Uuid;

use crate::{
    Context,
    access::{self, Account},
    error::{DomainError, Result},
};

/// Where the keys of all attachments begin.
const KEYS: &str = "email-attachments/";
/// Longest name in a key: file systems take 255 bytes, and the database 1,088 with what precedes it.
const MAX_NAME: usize = 120;
/// Longest ending.
const MAX_ENDING: usize = 16;

/// A file of an email.
#[derive(Clone, Debug, diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = emails_emailattachment, check_for_backend(diesel::pg::Pg))]
pub struct Attachment {
    /// `emails_emailattachment.id`.
    pub id: i32,
    /// Its email.
    pub email_id: Option<i32>,
    /// Its key in the file store.
    #[diesel(column_name = file)]
    pub key: String,
    /// Its media type.
    pub content_type: String,
    /// Whether it is on SharePoint.
    pub sharepoint_state: String,
}

impl Attachment {
    /// The last part of the key, which serves as its name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.key.rsplit('/').next().unwrap_or_default()
    }
}

/// Whether a file is in the SharePoint folder of its case: the codes of
/// `emails_emailattachment.sharepoint_state`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum SharepointState {
    /// It is not.
    NotUploaded,
    /// It is on its way.
    Uploading,
    /// It is.
    Uploaded,
}

impl SharepointState {
    /// The code in the database and on the wire.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.into()
    }
}

/// A file in the file store that becomes an attachment.
#[derive(Clone, Copy, Debug, diesel::Insertable)]
#[diesel(table_name = emails_emailattachment)]
pub(super) struct NewAttachment<'a> {
    pub email_id: i32,
    #[diesel(column_name = file)]
    pub key: &'a str,
    pub content_type: &'a str,
    pub created_at: DateTime<Utc>,
}

/// Writes the rows of attachments and returns their ids in the same order.
pub(super) async fn insert(
    conn: &mut Connection,
    attachments: &[NewAttachment<'_>],
) -> Result<Vec<i32>> {
    let state = emails_emailattachment::sharepoint_state.eq(SharepointState::NotUploaded.code());
    let rows: Vec<_> = attachments.iter().map(|attachment| (*attachment, state)).collect();
    let mut ids: Vec<i32> = insert_into(emails_emailattachment::table)
        .values(rows)
        .returning(emails_emailattachment::id)
        .get_results(conn)
        .await?;
    // Ids are given in the order of the values, but may be returned in another.
    ids.sort_unstable();
    Ok(ids)
}

/// The files of emails, in the order in which they were attached.
pub(super) async fn attachments_of(
    conn: &mut Connection,
    emails: &[i32],
) -> Result<Vec<Attachment>> {
    Ok(emails_emailattachment::table
        .filter(emails_emailattachment::email_id.eq_any(emails))
        .order(emails_emailattachment::id)
        .select(Attachment::as_select())
        .load(conn)
        .await?)
}

/// An attachment, if the account may see its case. Coordinators also see those of mail without a
/// case.
///
/// # Errors
/// [`DomainError::NotFound`] when there is no such attachment, [`DomainError::Refused`] when it is not
/// for this account.
pub async fn get(conn: &mut Connection, actor: &Account, id: i32) -> Result<Attachment> {
    let found: Option<(Attachment, Option<Uuid>)> = emails_emailattachment::table
        .left_join(emails_email::table)
        .filter(emails_emailattachment::id.eq(id))
        .select((Attachment::as_select(), emails_email::issue_id.nullable()))
        .first(conn)
        .await
        .optional()?;
    let (attachment, case) = found.ok_or(DomainError::NotFound)?;
    access::require_file(conn, actor, case).await?;
    Ok(attachment)
}

/// An attachment of an email of a case. For callers who have checked access to the case.
///
/// # Errors
/// [`DomainError::NotFound`] when there is no such attachment.
pub async fn find_in_email(
    conn: &mut Connection,
    case: Uuid,
    email: i32,
    id: i32,
) -> Result<Attachment> {
    emails_emailattachment::table
        .inner_join(emails_email::table)
        .filter(emails_email::issue_id.eq(case))
        .filter(emails_email::id.eq(email))
        .filter(emails_emailattachment::id.eq(id))
        .select(Attachment::as_select())
        .first(conn)
        .await
        .optional()?
        .ok_or(DomainError::NotFound)
}

/// Records where the copy of an attachment on SharePoint stands: the code of a [`SharepointState`].
pub async fn set_sharepoint_state(conn: &mut Connection, id: i32, state: &str) -> Result<()> {
    update(emails_emailattachment::table.find(id))
        .set(emails_emailattachment::sharepoint_state.eq(state))
        .execute(conn)
        .await?;
    Ok(())
}

/// Deletes a file that was attached to an email, unless another attachment has the same. Harmless
/// when repeated.
///
/// # Errors
/// [`DomainError::Fatal`] when the key is not one of an attachment.
pub async fn delete_attachment_file(ctx: &Context, key: &str) -> Result<()> {
    if !key.starts_with(KEYS) {
        return Err(DomainError::Fatal(format!("{key} is no attachment")));
    }
    let conn = &mut *ctx.db().await?;
    let users = emails_emailattachment::table.filter(emails_emailattachment::file.eq(key));
    if select(exists(users)).get_result(conn).await? {
        tracing::info!(key, "the file is still in use");
        return Ok(());
    }
    Ok(ctx.files.delete(key).await?)
}

/// The key of a file that staff attach, as the original made it: the same bytes and name have the same
/// key.
pub(super) fn key_of_upload(md5: &str, name: &str) -> String {
    let parts: Vec<_> = name.split('.').map(slugify).collect();
    let mut name = parts.join(".");
    if name.bytes().all(|byte| byte == b'.') {
        "file".clone_into(&mut name);
    }
    format!("{KEYS}{md5}/{name}")
}

/// The key of a file that came with a message, the original's for it: the same bytes under the same
/// name have the same key. Anybody can write to us, so that the name is cut, and made up where nothing
/// of it can be kept; a file of staff is refused instead, and keys that are stored stay as they are.
#[must_use]
pub(super) fn key_of_inbound(name: &str, bytes: &[u8]) -> String {
    format!("{KEYS}{}/{}", hex::encode(Md5::digest(bytes)), safe_name(name))
}

fn safe_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let slugs: Vec<String> = name.split('.').map(slugify).collect();
    let (ending, stem) = match slugs.split_last() {
        Some((ending, stem)) if !stem.is_empty() => (ending.as_str(), stem.join(".")),
        _ => ("", slugs.concat()),
    };
    let stem = stem.get(..MAX_NAME).unwrap_or(&stem).trim_matches('.');
    let stem = if stem.is_empty() { "attachment" } else { stem };
    let ending = ending.get(..MAX_ENDING).unwrap_or(ending);
    if ending.is_empty() { stem.to_owned() } else { format!("{stem}.{ending}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_uploads_are_the_originals() {
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
            assert_eq!(key_of_upload("md5", name), format!("email-attachments/md5/{last}"));
        }
    }

    #[test]
    fn names_of_inbound_files_are_safe() {
        for (name, safe) in [
            ("Lease Agreement (1).PDF", "lease-agreement-1.pdf"),
            ("archive.tar.gz", "archive.tar.gz"),
            ("Café.docx", "cafe.docx"),
            ("合同.pdf", "attachment.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\me\\a.txt", "a.txt"),
            ("..", "attachment"),
            (".htaccess", "attachment.htaccess"),
            ("", "attachment"),
            ("no ending", "no-ending"),
            ("a\0b\r\n.txt", "ab.txt"),
        ] {
            assert_eq!(safe_name(name), safe, "{name:?}");
        }
        let long = safe_name(&format!("{}.{}", "a".repeat(5_000), "b".repeat(5_000)));
        assert_eq!(long.len(), MAX_NAME + 1 + MAX_ENDING);
        assert_eq!(
            key_of_inbound("A b.txt", b""),
            "email-attachments/d41d8cd98f00b204e9800998ecf8427e/a-b.txt"
        );
    }
}
