//! Deletes a draft, or a file of one.

use clerk_store::{
    db::{
        Connection,
        schema::{
            clerk::{email_html, email_thread},
            emails_email, emails_emailattachment,
        },
    },
    jobs::{Job, enqueue},
};
use diesel::{ExpressionMethods, QueryDsl, delete as delete_rows};
use diesel_async::{AsyncConnection, RunQueryDsl};
use uuid::Uuid;

use super::find::lock;
use crate::{
    access::{self, Account},
    error::{DomainError, Result},
};

/// Deletes a draft of a case with its attachments. A job then deletes the files that nothing else
/// uses.
///
/// # Errors
/// As [`access::case`]; [`DomainError::NotFound`] when there is no such draft.
pub async fn delete(conn: &mut Connection, actor: &Account, case: Uuid, email: i32) -> Result<()> {
    let case = access::case(conn, actor, case).await?.id;
    conn.transaction(async |conn| {
        lock(conn, case, email).await?;
        let of_email = emails_emailattachment::email_id.eq(email);
        let keys: Vec<String> = delete_rows(emails_emailattachment::table.filter(of_email))
            .returning(emails_emailattachment::file)
            .get_results(conn)
            .await?;
        delete_rows(email_thread::table.find(email)).execute(conn).await?;
        delete_rows(email_html::table.find(email)).execute(conn).await?;
        delete_rows(emails_email::table.find(email)).execute(conn).await?;
        delete_unused(conn, keys).await
    })
    .await
}

/// Deletes an attachment of a draft.
///
/// # Errors
/// As [`delete`]; also [`DomainError::NotFound`] when the draft has no such attachment.
pub async fn delete_attachment(
    conn: &mut Connection,
    actor: &Account,
    case: Uuid,
    email: i32,
    attachment: i32,
) -> Result<()> {
    let case = access::case(conn, actor, case).await?.id;
    conn.transaction(async |conn| {
        lock(conn, case, email).await?;
        let attachment = emails_emailattachment::table
            .filter(emails_emailattachment::id.eq(attachment))
            .filter(emails_emailattachment::email_id.eq(email));
        let keys: Vec<String> = delete_rows(attachment)
            .returning(emails_emailattachment::file)
            .get_results(conn)
            .await?;
        if keys.is_empty() {
            return Err(DomainError::NotFound);
        }
        delete_unused(conn, keys).await
    })
    .await
}

/// The file store knows no transactions, so files go after the commit.
async fn delete_unused(conn: &mut Connection, keys: Vec<String>) -> Result<()> {
    for key in keys {
        enqueue(conn, &Job::DeleteAttachmentFile { key }).await?;
    }
    Ok(())
}
