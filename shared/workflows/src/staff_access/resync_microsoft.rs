//! Sets somebody's access to SharePoint right while they wait.

use std::time::Duration;

use clerk_domain::{
    Context,
    access::Account,
    accounts::Profile,
    documents,
    error::{DomainError, Result},
};
use clerk_store::jobs::{Job, enqueue};
use futures_util::{StreamExt, TryStreamExt, stream};

use super::{
    MicrosoftPermissions, microsoft_permissions,
    microsoft_permissions::{AT_A_TIME, own_cases, profile},
    sync_microsoft_account,
};
use crate::case_folder;

/// How long somebody waits. Microsoft usually needs a few seconds.
const PATIENCE: Duration = Duration::from_secs(25);

/// Brings an account's Microsoft account, group and licence in line with its role, and lets it into the
/// folders of its cases. Returns the account and what it can see now, which is `None` when SharePoint
/// cannot tell. What cannot be done now is left to a job.
///
/// # Errors
/// [`DomainError::NotFound`] when there is no such account; fails when the database does.
pub async fn resync_microsoft(
    ctx: &Context,
    viewer: &Account,
    id: i32,
) -> Result<(Profile, Option<MicrosoftPermissions>)> {
    let before = profile(&mut *ctx.db().await?, id).await?;
    if ctx.config.microsoft.client.is_none() {
        tracing::info!(account = id, "access not reset: no SharePoint client is configured");
        return Ok((before, None));
    }
    let work = async {
        if let Err(error) = reset(ctx, viewer, &before).await {
            retry_later(ctx, id, &error).await?;
            if error.is_transient() {
                return Ok(None);
            }
        }
        microsoft_permissions(ctx, viewer, id).await.map(Some)
    };
    let permissions = match tokio::time::timeout(PATIENCE, work).await {
        Ok(Err(DomainError::Unavailable(reason))) => {
            tracing::error!(account = id, reason, "access to SharePoint is not known");
            None
        }
        Ok(done) => done?,
        Err(_) => {
            let error = DomainError::Unavailable("no answer in time".to_owned());
            retry_later(ctx, id, &error).await?;
            None
        }
    };
    // Making the Microsoft account has changed it.
    Ok((profile(&mut *ctx.db().await?, id).await?, permissions))
}

async fn retry_later(ctx: &Context, id: i32, error: &DomainError) -> Result<()> {
    tracing::error!(account = id, %error, "access to SharePoint could not be reset");
    enqueue(&mut *ctx.db().await?, &Job::SyncMicrosoftAccount { account: id }).await?;
    Ok(())
}

async fn reset(ctx: &Context, viewer: &Account, before: &Profile) -> Result<()> {
    let user = &before.user;
    sync_microsoft_account(ctx, user.id).await?;
    // Folders cannot be shared with an account that Microsoft has just made.
    if !user.is_active || !before.is_ms_account_set_up(ctx.clock.now()) {
        return Ok(());
    }
    let cases = own_cases(&mut *ctx.db().await?, viewer, user.id).await?;
    let drive = &documents::drive(ctx)?;
    stream::iter(cases.iter().filter(|it| it.is_sharepoint_set_up))
        .map(|case| case_folder::set_access(drive, case.id, &user.email, true))
        .buffer_unordered(AT_A_TIME)
        .try_for_each(|_| async { Ok(()) })
        .await
}
