//! What somebody may see on SharePoint.

use std::collections::HashSet;

use clerk_domain::{
    Context,
    access::{Account, CaseRow, visible_to},
    accounts::{Profile, profiles},
    cases::{self, Case},
    documents,
    error::{DomainError, Result},
};
use clerk_services::microsoft::{Directory, Drive};
use clerk_store::db::{Connection, schema::core_issue};
use diesel::{BoolExpressionMethods, ExpressionMethods, QueryDsl, SelectableHelper};
use diesel_async::RunQueryDsl;
use futures_util::{StreamExt, TryStreamExt, stream, try_join};
use uuid::Uuid;

/// How many folders are looked at at a time.
pub(super) const AT_A_TIME: usize = 8;

/// How much somebody sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessLevel {
    /// Every case: a member or owner of the group.
    Full,
    /// The folders that name them.
    Partial,
    /// Nothing: they have no Microsoft account.
    None,
}

/// What somebody may see on SharePoint, of the cases they work on.
#[derive(Clone, Debug)]
pub struct MicrosoftPermissions {
    /// How much in general.
    pub level: AccessLevel,
    /// Cases whose folder they can open.
    pub with_access: Vec<Case>,
    /// Cases whose folder they cannot open.
    pub without_access: Vec<Case>,
}

/// The account with this id, for `viewer`, who manages accounts.
///
/// # Errors
/// [`DomainError::NotFound`] when there is none; fails when the database does.
pub(super) async fn profile(conn: &mut Connection, id: i32) -> Result<Profile> {
    profiles(conn, [id]).await?.remove(&id).ok_or(DomainError::NotFound)
}

/// What an account may see on SharePoint.
///
/// # Errors
/// [`DomainError::NotFound`] when there is no such account, [`DomainError::Unavailable`] when SharePoint
/// cannot be used; fails when the database does.
pub async fn microsoft_permissions(
    ctx: &Context,
    viewer: &Account,
    id: i32,
) -> Result<MicrosoftPermissions> {
    let (profile, rows) = {
        let conn = &mut *ctx.db().await?;
        (profile(conn, id).await?, own_cases(conn, viewer, id).await?)
    };
    let email = &profile.user.email;
    let level = level(ctx, email).await.map_err(documents::unavailable)?;
    let seen: HashSet<Uuid> = match level {
        AccessLevel::Full => rows.iter().map(|it| it.id).collect(),
        AccessLevel::Partial => shared(ctx, email, &rows).await.map_err(documents::unavailable)?,
        AccessLevel::None => HashSet::new(),
    };
    let cases = cases::assemble(&mut *ctx.db().await?, rows).await?;
    let (with_access, without_access) = cases.into_iter().partition(|it| seen.contains(&it.row.id));
    Ok(MicrosoftPermissions { level, with_access, without_access })
}

/// The cases that somebody works on, newest first, as far as `viewer` may see them.
pub(super) async fn own_cases(
    conn: &mut Connection,
    viewer: &Account,
    id: i32,
) -> Result<Vec<CaseRow>> {
    let rows = visible_to(viewer)
        .filter(core_issue::paralegal_id.eq(id).or(core_issue::lawyer_id.eq(id)))
        .order((core_issue::created_at.desc(), core_issue::id))
        .select(CaseRow::as_select())
        .load(conn)
        .await?;
    Ok(rows)
}

async fn level(ctx: &Context, email: &str) -> Result<AccessLevel> {
    let directory = Directory::new(&ctx.outside, &ctx.config.microsoft)
        .ok_or_else(|| DomainError::Unavailable("AZURE_AD_CLIENT_ID: not set".to_owned()))?;
    let (members, owners, has_user) =
        try_join!(directory.members(), directory.owners(), directory.has_user(email))?;
    Ok(if members.iter().chain(&owners).any(|it| it.is(email)) {
        AccessLevel::Full
    } else if has_user {
        AccessLevel::Partial
    } else {
        AccessLevel::None
    })
}

/// The cases whose folder is shared with somebody.
async fn shared(ctx: &Context, email: &str, cases: &[CaseRow]) -> Result<HashSet<Uuid>> {
    let drive = &documents::drive(ctx)?;
    let looked =
        stream::iter(cases.iter().map(|it| it.id)).map(|case| is_shared(drive, case, email));
    looked
        .buffer_unordered(AT_A_TIME)
        .try_filter_map(|it| async move { Ok(it) })
        .try_collect()
        .await
}

async fn is_shared(drive: &Drive<'_>, case: Uuid, email: &str) -> Result<Option<Uuid>> {
    let permissions = drive.permissions(&documents::folder(case)).await?.unwrap_or_default();
    Ok(permissions.iter().any(|it| it.is_of(email)).then_some(case))
}
