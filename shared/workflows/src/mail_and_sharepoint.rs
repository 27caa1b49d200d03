//! Files between emails and the SharePoint folder of their case, in both directions.

use clerk_domain::{
    Context,
    access::{self, Account},
    documents,
    emails::{
        attachment::{self, SharepointState},
        drafts,
    },
    error::{DomainError, Result},
    uploads::Incoming,
};
use clerk_services::microsoft::{Content, OnConflict};
use uuid::Uuid;

/// The folder inside a case's folder with what came and went by email.
const FOLDER: &str = "email-attachments";

/// Copies a file of a case's SharePoint folder into an attachment of one of its drafts. Returns the
/// id of the attachment.
///
/// # Errors
/// As [`access::case`]; [`DomainError::NotFound`] when there is no such draft, or no such file in this
/// case's folder; [`DomainError::Invalid`] for `file` when the email would become too large;
/// [`DomainError::Unavailable`] when SharePoint cannot be used.
pub async fn attach_from_sharepoint(
    ctx: &Context,
    actor: &Account,
    case: Uuid,
    email: i32,
    item: &str,
) -> Result<i32> {
    let is_id = item.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_!".contains(&byte));
    drafts::check_is_draft(&mut *ctx.db().await?, actor, case, email).await?;
    if !is_id {
        return Err(DomainError::NotFound);
    }
    let drive = documents::drive(ctx)?;
    let item = drive.find_id(item).await.map_err(documents::unavailable)?;
    // Whoever knows the id of another case's file must not get at it through this case.
    let item = item
        .filter(|item| item.is_file() && item.is_below(&documents::folder(case)))
        .ok_or(DomainError::NotFound)?;
    let measured = drafts::measure(ctx, email).await?;
    measured.check_room(item.size)?;
    let download = drive.download(&item.id).await.map_err(documents::unavailable)?;
    let mut download = download.ok_or(DomainError::NotFound)?;
    // What comes may be larger than what was announced.
    let mut incoming = Incoming::new(measured.room())?;
    while let Some(piece) = download.next().await? {
        incoming.write(&piece).await?;
    }
    drafts::attach(ctx, email, incoming, &item.name, item.content_type()).await
}

/// Saves an attachment of a case's email in the case's SharePoint folder, under another name when
/// there is one of its name. When that fails, the attachment's state is what it was before.
///
/// # Errors
/// As [`access::case`]; [`DomainError::NotFound`] when there is no such attachment, or its file is
/// gone; [`DomainError::Unavailable`] when SharePoint cannot be used.
pub async fn save_to_sharepoint(
    ctx: &Context,
    actor: &Account,
    case: Uuid,
    email: i32,
    id: i32,
) -> Result<()> {
    let saved = {
        let conn = &mut *ctx.db().await?;
        access::case(conn, actor, case).await?;
        attachment::find_in_email(conn, case, email, id).await?
    };
    set_state(ctx, id, SharepointState::Uploading.code()).await?;
    match upload(ctx, case, &saved.key).await {
        Ok(()) => set_state(ctx, id, SharepointState::Uploaded.code()).await,
        Err(error) => {
            // An upload that broke off with its process would be marked as under way for ever.
            let is_left_over = saved.sharepoint_state == SharepointState::Uploading.code();
            let before = if is_left_over {
                SharepointState::NotUploaded.code()
            } else {
                saved.sharepoint_state.as_str()
            };
            set_state(ctx, id, before).await?;
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

async fn set_state(ctx: &Context, id: i32, state: &str) -> Result<()> {
    attachment::set_sharepoint_state(&mut *ctx.db().await?, id, state).await
}
