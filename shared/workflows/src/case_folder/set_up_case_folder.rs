//! Makes the SharePoint folder of a new case.

use clerk_domain::{
    Context,
    error::{DomainError, Result},
};
use clerk_services::microsoft::{Content, Drive, Made, OnConflict};
use clerk_store::db::{
    Connection,
    schema::{core_documenttemplate, core_fileupload, core_issue},
};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, update};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::access::{set_access, team};

/// The folder inside a case's folder with what the client uploaded.
const CLIENT_UPLOADS: &str = "client-uploads";

/// Makes the folder of a case, with copies of the document templates of its topic and what the
/// client uploaded, for those who work on the case. What is there already is left alone, so running it again completes it.
///
/// # Errors
/// Fails when the database, the file store or SharePoint does; fatal in staging and production when
/// no client is configured.
pub async fn set_up_case_folder(ctx: &Context, case: Uuid) -> Result<()> {
    let topic: Option<String> = core_issue::table
        .find(case)
        .filter(core_issue::is_sharepoint_set_up.eq(false))
        .select(core_issue::topic)
        .first(&mut *ctx.db().await?)
        .await
        .optional()?;
    let Some(topic) = topic else {
        tracing::info!(%case, "no folder to set up");
        return Ok(());
    };
    let Some(drive) = Drive::new(&ctx.outside, &ctx.config.microsoft) else {
        if ctx.config.environment.is_deployed() {
            return Err(DomainError::Fatal("AZURE_AD_CLIENT_ID: not set".to_owned()));
        }
        tracing::info!(%case, "folder not set up: no SharePoint client is configured");
        return Ok(());
    };
    let parent = &ctx.config.microsoft.cases_folder_id;
    let (folder, _) = drive.ensure_folder(parent, &case.to_string()).await?;
    copy_templates(ctx, &drive, &topic, &folder).await?;
    copy_uploads(ctx, &drive, case, &folder).await?;
    // Whoever was assigned before there was a folder could not be let into it then.
    let team = team(&mut *ctx.db().await?, case).await?;
    for email in &team {
        set_access(&drive, case, email, true).await?;
    }
    update(core_issue::table.find(case))
        .set(core_issue::is_sharepoint_set_up.eq(true))
        .execute(&mut *ctx.db().await?)
        .await?;
    tracing::info!(%case, "folder set up");
    Ok(())
}

async fn copy_templates(ctx: &Context, drive: &Drive<'_>, topic: &str, folder: &str) -> Result<()> {
    let paths: Vec<String> = core_documenttemplate::table
        .filter(core_documenttemplate::topic.eq(topic))
        .order(core_documenttemplate::id)
        .select(core_documenttemplate::file)
        .load(&mut *ctx.db().await?)
        .await?;
    for path in paths {
        if drive.copy(&path, file_name(&path), folder).await? == Made::NoSource {
            tracing::warn!(path, "document template is not on SharePoint");
        }
    }
    Ok(())
}

async fn copy_uploads(ctx: &Context, drive: &Drive<'_>, case: Uuid, folder: &str) -> Result<()> {
    let keys = upload_keys(&mut *ctx.db().await?, case).await?;
    if keys.is_empty() {
        return Ok(());
    }
    let (folder, _) = drive.ensure_folder(folder, CLIENT_UPLOADS).await?;
    for key in keys {
        let bytes = ctx.files.get(&key, ctx.config.intake.upload_max_bytes).await?;
        let content = Content::Bytes(bytes);
        drive.upload(&folder, file_name(&key), content, OnConflict::Fail).await?;
    }
    Ok(())
}

async fn upload_keys(conn: &mut Connection, case: Uuid) -> Result<Vec<String>> {
    let mut keys: Vec<String> = core_fileupload::table
        .filter(core_fileupload::issue_id.eq(case))
        .order((core_fileupload::created_at, core_fileupload::id))
        .select(core_fileupload::file)
        .load(conn)
        .await?;
    // Two uploads of the same bytes share their key.
    let mut seen = std::collections::BTreeSet::new();
    keys.retain(|key| seen.insert(key.clone()));
    Ok(keys)
}

/// The last part of a path or storage key.
fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
