//! Brings a colleague's Microsoft account, group and licence in line with their account here.

use clerk_domain::{
    Context,
    access::Role,
    accounts::{Profile, profiles},
    error::{DomainError, Result},
};
use clerk_services::{ServiceError, microsoft::Directory};
use clerk_store::db::Connection;

use super::microsoft_account;

/// How often an account may change while it is worked on.
const MAX_ROUNDS: usize = 5;

/// What an account calls for at Microsoft.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Wanted {
    email: String,
    /// Paralegals and better have an account with a licence.
    works: bool,
    /// Coordinators and better are members of the group that sees every case.
    sees_all: bool,
}

impl Wanted {
    /// Who gets what at Microsoft: the one place that decides it.
    fn of(profile: &Profile) -> Self {
        let is = |role| profile.user.is_active && profile.role().is_at_least(role);
        Self {
            email: profile.user.email.clone(),
            works: is(Role::Paralegal),
            sees_all: is(Role::Coordinator),
        }
    }
}

/// Makes the Microsoft account that a role calls for, and sets its licence and the membership of
/// the group. It is never deleted. Running it again does no harm, and when the account here changes
/// meanwhile, the last word counts.
///
/// # Errors
/// Fatal when Microsoft does not accept a change, such as when there is no licence left.
pub async fn sync_microsoft_account(ctx: &Context, account: i32) -> Result<()> {
    if ctx.config.microsoft.leave_accounts_alone {
        tracing::info!(account, "Microsoft account left alone, as configured");
        return Ok(());
    }
    let Some(directory) = ctx.microsoft.directory() else {
        tracing::info!(account, "Microsoft account left alone: no client is configured");
        return Ok(());
    };
    let mut before = None;
    for _ in 0..MAX_ROUNDS {
        let Some(profile) = find(&mut *ctx.db().await?, account).await? else {
            tracing::warn!(account, "no such account");
            return Ok(());
        };
        let wanted = Wanted::of(&profile);
        if before.as_ref() == Some(&wanted) {
            tracing::info!(account, "Microsoft account is up to date");
            return Ok(());
        }
        reconcile(ctx, &directory, &profile, &wanted).await?;
        before = Some(wanted);
    }
    Err(DomainError::Unavailable("this account keeps changing".to_owned()))
}

async fn find(conn: &mut Connection, account: i32) -> Result<Option<Profile>> {
    Ok(profiles(conn, [account]).await?.remove(&account))
}

async fn reconcile(
    ctx: &Context,
    directory: &Directory<'_>,
    profile: &Profile,
    wanted: &Wanted,
) -> Result<()> {
    if wanted.works {
        let owner = microsoft_account::Owner {
            id: profile.user.id,
            email: &profile.user.email,
            first_name: &profile.user.first_name,
            last_name: &profile.user.last_name,
        };
        microsoft_account::ensure(ctx, directory, &owner).await?;
    }
    // A licence may be refused because there is none left, so it comes last.
    set_membership(directory, wanted).await?;
    set_licence(ctx, directory, profile.user.id, wanted).await
}

async fn set_membership(directory: &Directory<'_>, wanted: &Wanted) -> Result<()> {
    let members = directory.members().await?;
    let membership = members.iter().find(|member| member.is(&wanted.email));
    match membership {
        None if wanted.sees_all => late(directory.add_member(&wanted.email).await),
        Some(member) if !wanted.sees_all => Ok(directory.remove_member(member).await?),
        _ => Ok(()),
    }
}

async fn set_licence(
    ctx: &Context,
    directory: &Directory<'_>,
    account: i32,
    wanted: &Wanted,
) -> Result<()> {
    match directory.has_licence(&wanted.email).await? {
        Some(false) if wanted.works => Ok(directory.add_licence(&wanted.email).await?),
        None if wanted.works => late(Err(ServiceError::Fatal("status 404".to_owned()))),
        Some(true) if !wanted.works && ctx.config.microsoft.remove_licences => {
            Ok(directory.remove_licence(&wanted.email).await?)
        }
        Some(true) if !wanted.works => {
            tracing::info!(account, "licence kept: MS_REMOVE_OFFICE_LICENCES is not set");
            Ok(())
        }
        _ => Ok(()),
    }
}

/// A new account takes Microsoft some minutes to show everywhere: not found means not yet.
fn late(result: Result<(), ServiceError>) -> Result<()> {
    match result {
        Err(ServiceError::Fatal(reason)) if reason.ends_with("status 404") => {
            Err(DomainError::Unavailable("graph.microsoft.com: an account shows late".to_owned()))
        }
        other => Ok(other?),
    }
}
