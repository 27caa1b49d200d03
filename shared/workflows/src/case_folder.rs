//! The folder of a case on SharePoint: what happens when it is made, and when its people change.
//!
//! **Made** (job `SetUpCaseFolder`, when a case opens): the folder, with copies of the document
//! templates of the topic and what the client uploaded, and access for who works on the case by
//! then. Running it again completes it; what is there is left alone.
//!
//! **Handed on** (job `MoveCaseAccess`, when the paralegal or lawyer of a case changes): whom the
//! change named is let in, or no longer, going by who works on the case now.
//!
//! **Who gets access.** The paralegal and the lawyer of a case by name ([`team`]); coordinators and
//! better through a group that sees every folder ([`crate::staff_access`]). Closing a case takes no
//! one out of its folder, and a folder is never deleted.

use std::collections::BTreeSet;

use clerk_domain::{
    Context,
    documents::folder,
    error::{DomainError, Result},
};
use clerk_services::microsoft::{Content, Drive, Made, OnConflict};
use clerk_store::db::{
    Connection,
    schema::{auth_user, core_documenttemplate, core_fileupload, core_issue, core_issueevent},
};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, QueryResult, update};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

/// The folder inside a case's folder with what the client uploaded.
const CLIENT_UPLOADS: &str = "client-uploads";
/// How often the team may change while its permissions are set.
const MAX_ROUNDS: usize = 5;

/// Makes the folder of a case, with copies of the document templates of its topic and what the
/// client uploaded, for those who work on the case. What is there already is left alone.
///
/// # Errors
/// Fatal in staging and production when no client is configured.
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
    let Some(drive) = ctx.microsoft.drive() else {
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
    let mut seen = BTreeSet::new();
    keys.retain(|key| seen.insert(key.clone()));
    Ok(keys)
}

/// Lets the people whom an assignment (`core_issueevent.id`) named into the folder of the case, or
/// no longer, going by who works on the case now: whoever went from one role to the other stays,
/// and an old assignment undoes no newer one. A case without a folder gets both with
/// [`set_up_case_folder`].
pub async fn move_case_access(ctx: &Context, event: i32) -> Result<()> {
    let Some((case, people)) = named(&mut *ctx.db().await?, event).await? else {
        tracing::warn!(event, "no such event");
        return Ok(());
    };
    let Some(drive) = ctx.microsoft.drive() else {
        tracing::info!(event, "folder not shared: no SharePoint client is configured");
        return Ok(());
    };
    let mut before = team(&mut *ctx.db().await?, case).await?;
    for _ in 0..MAX_ROUNDS {
        for email in &people {
            if !set_access(&drive, case, email, before.contains(email)).await? {
                tracing::info!(event, %case, "the case has no folder yet");
                return Ok(());
            }
        }
        let now = team(&mut *ctx.db().await?, case).await?;
        if now == before {
            tracing::info!(event, %case, "folder shared");
            return Ok(());
        }
        before = now;
    }
    Err(DomainError::Unavailable("the people of this case keep changing".to_owned()))
}

/// The case of an event, and the addresses of the people it names.
async fn named(conn: &mut Connection, event: i32) -> Result<Option<(Uuid, Vec<String>)>> {
    let row: Option<(Uuid, Option<i32>, Option<i32>)> = core_issueevent::table
        .find(event)
        .select((
            core_issueevent::issue_id,
            core_issueevent::prev_user_id,
            core_issueevent::next_user_id,
        ))
        .first(conn)
        .await
        .optional()?;
    let Some((case, previous, next)) = row else { return Ok(None) };
    let mut people = Vec::new();
    // Who leaves goes first.
    for id in [previous, next].into_iter().flatten() {
        let email: String = auth_user::table.find(id).select(auth_user::email).first(conn).await?;
        people.push(email);
    }
    Ok(Some((case, people)))
}

/// The addresses of who works on a case now.
async fn team(conn: &mut Connection, case: Uuid) -> QueryResult<Vec<String>> {
    let ids: Option<(Option<i32>, Option<i32>)> = core_issue::table
        .find(case)
        .select((core_issue::paralegal_id, core_issue::lawyer_id))
        .first(conn)
        .await
        .optional()?;
    let (paralegal, lawyer) = ids.unwrap_or_default();
    auth_user::table
        .filter(auth_user::id.eq_any([paralegal, lawyer].into_iter().flatten()))
        .order(auth_user::id)
        .select(auth_user::email)
        .load(conn)
        .await
}

/// Lets a person work in the folder of a case, or no longer. Nothing happens when that is so
/// already, or when there is no folder. Returns whether there is one.
pub async fn set_access(
    drive: &Drive<'_>,
    case: Uuid,
    email: &str,
    is_wanted: bool,
) -> Result<bool> {
    let path = folder(case);
    let Some(permissions) = drive.permissions(&path).await? else { return Ok(false) };
    let own: Vec<_> = permissions.iter().filter(|permission| permission.is_of(email)).collect();
    if is_wanted && own.is_empty() {
        drive.grant(&path, email).await?;
    }
    if !is_wanted {
        for permission in own.into_iter().filter(|permission| !permission.is_inherited()) {
            drive.revoke(&path, &permission.id).await?;
        }
    }
    Ok(true)
}

/// The last part of a path or storage key.
fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
