//! What a colleague may see on SharePoint, and setting it right while the request waits.

use std::{collections::HashSet, time::Duration};

use clerk_domain::{
    Context,
    access::{Account, CaseRow, visible_to},
    accounts::{self, Profile},
    cases::{self, Case},
    documents,
    error::{DomainError, Result},
};
use clerk_services::microsoft::Drive;
use clerk_store::{
    db::{Connection, schema::core_issue},
    jobs::{Job, enqueue},
};
use diesel::{BoolExpressionMethods, ExpressionMethods, QueryDsl, SelectableHelper};
use diesel_async::RunQueryDsl;
use futures_util::{StreamExt, TryStreamExt, stream, try_join};
use uuid::Uuid;

use super::sync_microsoft_account::sync_microsoft_account;
use crate::case_folder::set_access;

/// How long a reset may take. Microsoft usually needs a few seconds.
const TIMEOUT: Duration = Duration::from_secs(25);
/// How many folders are looked at at a time.
const MAX_AT_A_TIME: usize = 8;

/// How much they see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessLevel {
    /// Every case: a member or owner of the group.
    Full,
    /// The folders that name them.
    Partial,
    /// Nothing: they have no Microsoft account.
    None,
}

/// What a colleague may see on SharePoint, of the cases they work on.
#[derive(Clone, Debug)]
pub struct MicrosoftPermissions {
    /// How much in general.
    pub level: AccessLevel,
    /// Cases whose folder they can open.
    pub with_access: Vec<Case>,
    /// Cases whose folder they cannot open.
    pub without_access: Vec<Case>,
}

/// What an account may see on SharePoint.
///
/// # Errors
/// [`DomainError::NotFound`] when there is no such account, [`DomainError::Unavailable`] when
/// SharePoint cannot be used.
pub async fn microsoft_permissions(
    ctx: &Context,
    actor: &Account,
    id: i32,
) -> Result<MicrosoftPermissions> {
    let (profile, rows) = {
        let conn = &mut *ctx.db().await?;
        (accounts::detail(conn, id).await?, own_cases(conn, actor, id).await?)
    };
    let email = &profile.user.email;
    let level = level(ctx, email).await.map_err(documents::unavailable)?;
    let seen: HashSet<Uuid> = match level {
        AccessLevel::Full => rows.iter().map(|case| case.id).collect(),
        AccessLevel::Partial => shared(ctx, email, &rows).await.map_err(documents::unavailable)?,
        AccessLevel::None => HashSet::new(),
    };
    let cases = cases::assemble(&mut *ctx.db().await?, rows).await?;
    let (with_access, without_access) =
        cases.into_iter().partition(|case| seen.contains(&case.row.id));
    Ok(MicrosoftPermissions { level, with_access, without_access })
}

/// The cases that a colleague works on, newest first, as far as `actor` may see them.
async fn own_cases(conn: &mut Connection, actor: &Account, id: i32) -> Result<Vec<CaseRow>> {
    let rows = visible_to(actor)
        .filter(core_issue::paralegal_id.eq(id).or(core_issue::lawyer_id.eq(id)))
        .order((core_issue::created_at.desc(), core_issue::id))
        .select(CaseRow::as_select())
        .load(conn)
        .await?;
    Ok(rows)
}

async fn level(ctx: &Context, email: &str) -> Result<AccessLevel> {
    let directory = ctx
        .microsoft
        .directory()
        .ok_or_else(|| DomainError::Unavailable("AZURE_AD_CLIENT_ID: not set".to_owned()))?;
    let (members, owners, has_user) =
        try_join!(directory.members(), directory.owners(), directory.has_user(email))?;
    Ok(if members.iter().chain(&owners).any(|member| member.is(email)) {
        AccessLevel::Full
    } else if has_user {
        AccessLevel::Partial
    } else {
        AccessLevel::None
    })
}

/// The cases whose folder is shared with an address.
async fn shared(ctx: &Context, email: &str, cases: &[CaseRow]) -> Result<HashSet<Uuid>> {
    let drive = &documents::drive(ctx)?;
    let looked =
        stream::iter(cases.iter().map(|case| case.id)).map(|case| is_shared(drive, case, email));
    looked
        .buffer_unordered(MAX_AT_A_TIME)
        .try_filter_map(|shared| async move { Ok(shared) })
        .try_collect()
        .await
}

async fn is_shared(drive: &Drive<'_>, case: Uuid, email: &str) -> Result<Option<Uuid>> {
    let permissions = drive.permissions(&documents::folder(case)).await?.unwrap_or_default();
    Ok(permissions.iter().any(|permission| permission.is_of(email)).then_some(case))
}

/// Brings an account's Microsoft account, group and licence in line with its role, and lets it into
/// the folders of its cases. Returns the account and what it can see now, which is `None` when
/// SharePoint cannot tell. What cannot be done now is left to a job.
///
/// # Errors
/// [`DomainError::NotFound`] when there is no such account.
pub async fn resync_microsoft(
    ctx: &Context,
    actor: &Account,
    id: i32,
) -> Result<(Profile, Option<MicrosoftPermissions>)> {
    let before = accounts::detail(&mut *ctx.db().await?, id).await?;
    if ctx.config.microsoft.client.is_none() {
        tracing::info!(account = id, "access not reset: no SharePoint client is configured");
        return Ok((before, None));
    }
    let work = async {
        if let Err(error) = reset(ctx, actor, &before).await {
            retry_later(ctx, id, &error).await?;
            if error.is_transient() {
                return Ok(None);
            }
        }
        microsoft_permissions(ctx, actor, id).await.map(Some)
    };
    let permissions = match tokio::time::timeout(TIMEOUT, work).await {
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
    Ok((accounts::detail(&mut *ctx.db().await?, id).await?, permissions))
}

async fn retry_later(ctx: &Context, id: i32, error: &DomainError) -> Result<()> {
    tracing::error!(account = id, %error, "access to SharePoint could not be reset");
    enqueue(&mut *ctx.db().await?, &Job::SyncMicrosoftAccount { account: id }).await?;
    Ok(())
}

async fn reset(ctx: &Context, actor: &Account, before: &Profile) -> Result<()> {
    let user = &before.user;
    sync_microsoft_account(ctx, user.id).await?;
    // Folders cannot be shared with an account that Microsoft has just made.
    if !user.is_active || !before.is_ms_account_set_up(ctx.clock.now()) {
        return Ok(());
    }
    let cases = own_cases(&mut *ctx.db().await?, actor, user.id).await?;
    let drive = &documents::drive(ctx)?;
    stream::iter(cases.iter().filter(|case| case.is_sharepoint_set_up))
        .map(|case| set_access(drive, case.id, &user.email, true))
        .buffer_unordered(MAX_AT_A_TIME)
        .try_for_each(|_| async { Ok(()) })
        .await
}
