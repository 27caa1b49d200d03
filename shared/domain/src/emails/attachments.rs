//! The files of emails: attaching, handing out, clearing away.

use clerk_store::db::{
    Connection,
    schema::{emails_email, emails_emailattachment},
};
use diesel::{
    ExpressionMethods, NullableExpressionMethods, OptionalExtension, QueryDsl, SelectableHelper,
    dsl::exists, select,
};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::{
    Attachment, attach, drafts,
    size::{self, Measured},
};
use crate::{
    Context, access,
    access::{Account, Role},
    error::{DomainError, Result},
    uploads::Incoming,
};

/// Where the keys of all attachments begin.
const KEYS: &str = "email-attachments/";

/// A file that has arrived for a draft.
pub struct DraftFile {
    /// Its bytes.
    pub incoming: Incoming,
    /// What its sender called it, not to be trusted.
    pub name: String,
    /// The media type that its sender gave, not to be trusted.
    pub content_type: Option<String>,
}

/// The size of a draft of a case, which tells how large a file may still be attached.
///
/// # Errors
/// As [`access::case`]; [`DomainError::NotFound`] when there is no such draft; fails when the file
/// store does.
pub async fn room(ctx: &Context, account: &Account, case: Uuid, email: i32) -> Result<Measured> {
    drafts::require(&mut *ctx.db().await?, account, case, email).await?;
    size::measure(ctx, email).await
}

/// Attaches a file to a draft of a case.
///
/// # Errors
/// As [`room`] and [`attach()`].
pub async fn attach_file(
    ctx: &Context,
    account: &Account,
    case: Uuid,
    email: i32,
    file: DraftFile,
) -> Result<Attachment> {
    drafts::require(&mut *ctx.db().await?, account, case, email).await?;
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

/// An attachment, if the account may see its case. Coordinators also see those of mail without a
/// case.
///
/// # Errors
/// [`DomainError::NotFound`] when there is no such attachment, [`DomainError::Refused`] when it is not
/// for this account.
pub async fn find_attachment(
    conn: &mut Connection,
    account: &Account,
    id: i32,
) -> Result<Attachment> {
    let found: Option<(Attachment, Option<Uuid>)> = emails_emailattachment::table
        .left_join(emails_email::table)
        .filter(emails_emailattachment::id.eq(id))
        .select((Attachment::as_select(), emails_email::issue_id.nullable()))
        .first(conn)
        .await
        .optional()?;
    let (attachment, case) = found.ok_or(DomainError::NotFound)?;
    match case {
        Some(case) => access::case(conn, account, case).await.map(drop)?,
        None if account.role.is_at_least(Role::Coordinator) => {}
        None => return Err(DomainError::forbidden()),
    }
    Ok(attachment)
}

/// Deletes a file that was attached to an email, unless another attachment has the same. Harmless
/// when repeated.
///
/// # Errors
/// [`DomainError::Fatal`] when the key is not one of an attachment; fails when the database or the file
/// store does.
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
