//! Saves an attachment in the case's SharePoint folder.

use clerk_services::microsoft::{Content, OnConflict};
use clerk_store::db::schema::{emails_email, emails_emailattachment};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, update};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::{
    Context, access,
    access::Account,
    documents,
    error::{DomainError, Result},
};

/// The folder inside a case's folder with what came and went by email.
const FOLDER: &str = "email-attachments";
const NOT_UPLOADED: &str = "NOT_UPLOADED";
const UPLOADING: &str = "UPLOADING";
const UPLOADED: &str = "UPLOADED";

/// Saves an attachment of a case's email in the case's SharePoint folder, under another name when
/// there is one of its name. When that fails, the attachment's state is what it was before.
///
/// # Errors
/// As [`access::case`]; [`DomainError::NotFound`] when there is no such attachment, or its file is
/// gone; [`DomainError::Unavailable`] when SharePoint cannot be used.
pub async fn save_to_sharepoint(
    ctx: &Context,
    account: &Account,
    case: Uuid,
    email: i32,
    attachment: i32,
) -> Result<()> {
    let (key, before) = {
        let conn = &mut *ctx.db().await?;
        access::case(conn, account, case).await?;
        let found: Option<(String, String)> = emails_emailattachment::table
            .inner_join(emails_email::table)
            .filter(emails_email::issue_id.eq(case))
            .filter(emails_email::id.eq(email))
            .filter(emails_emailattachment::id.eq(attachment))
            .select((emails_emailattachment::file, emails_emailattachment::sharepoint_state))
            .first(conn)
            .await
            .optional()?;
        found.ok_or(DomainError::NotFound)?
    };
    set_state(ctx, attachment, UPLOADING).await?;
    match upload(ctx, case, &key).await {
        Ok(()) => set_state(ctx, attachment, UPLOADED).await,
        Err(error) => {
            // An upload that broke off with its process has left its mark for ever.
            let before = if before == UPLOADING { NOT_UPLOADED } else { before.as_str() };
            set_state(ctx, attachment, before).await?;
            Err(documents::unavailable(error))
        }
    }
}

async fn upload(ctx: &Context, case: Uuid, key: &str) -> Result<()> {
    let drive = documents::drive(ctx)?;
    let bytes = ctx.files.get(key, ctx.config.intake.upload_max_bytes).await?;
    let cases = &ctx.config.microsoft.cases_folder_id;
    let (folder, _) = drive.ensure_folder(cases, &case.to_string()).await?;
    let (folder, _) = drive.ensure_folder(&folder, FOLDER).await?;
    let name = key.rsplit('/').next().unwrap_or(key);
    drive.upload(&folder, name, Content::Bytes(bytes), OnConflict::Rename).await?;
    Ok(())
}

async fn set_state(ctx: &Context, attachment: i32, state: &str) -> Result<()> {
    update(emails_emailattachment::table.find(attachment))
        .set(emails_emailattachment::sharepoint_state.eq(state))
        .execute(&mut *ctx.db().await?)
        .await?;
    Ok(())
}
